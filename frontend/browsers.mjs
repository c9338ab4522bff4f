/** The browsers for which everything is built. */
export const BROWSERS = ["es2023", "chrome123", "firefox120", "safari17.5"];

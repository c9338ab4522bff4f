/** The grammar of C, loaded for labs that have some. */
import { cppLanguage } from "@codemirror/lang-cpp";
import type { Extension } from "@codemirror/state";

export const c: Extension = cppLanguage;

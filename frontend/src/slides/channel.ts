/**
 * What slides and their presenter's window tell each other. Each deck has a channel of its own, so that two lessons, or
 * the same lesson in two tabs, do not mix.
 */

/** Where the slides are. ``key`` names the slide in every window; ``startedAt`` is in milliseconds since 1970. */
export interface Shown {
  kind: "shown";
  topic: string;
  key: string;
  slide: number;
  count: number;
  step: number;
  steps: number;
  black: boolean;
  startedAt: number;
}

export type ToDeck =
  | { kind: "ask" }
  | { kind: "go"; to: "forward" | "back" | "first" | "last" | "black" }
  | { kind: "restart" }
  | { kind: "claim"; by: string };
export type FromDeck = Shown | { kind: "gone" } | { kind: "taken"; by: string };
export type Message = ToDeck | FromDeck;

export const DECK = /^[a-z0-9-]{8,40}$/;

/** Opens the channel of a deck; what does not look like one of its messages is not heard. */
export function openChannel(deck: string, hear: (message: Message) => void): BroadcastChannel {
  const channel = new BroadcastChannel(`quintain-slides-${deck}`);
  channel.onmessage = (event: MessageEvent<unknown>) => {
    const message = event.data;
    if (typeof message === "object" && message !== null && "kind" in message) hear(message as Message);
  };
  return channel;
}

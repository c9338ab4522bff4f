/**
 * The one place where text from the server becomes HTML.
 *
 * The pages' policy requires Trusted Types (docs/decisions/0039-trusted-types.md): a string that reaches innerHTML or
 * another such sink is refused by the browser, and only the policy "quintain" may be made, here and once.
 */
import { writeMoments } from "./moments.ts";

interface Policy {
  createHTML(text: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

const rules: Policy = { createHTML: (text) => text };
// Browsers without Trusted Types have no such object.
const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory?.createPolicy("quintain", rules) ?? rules;

/** Parses what the server has sent. The document is inert: nothing of it runs, and nothing is loaded. */
export function parse(html: string): Document {
  const parsed = new DOMParser().parseFromString(policy.createHTML(html), "text/html");
  writeMoments(parsed); // here, so that a part that is shown already is like the one that came
  return parsed;
}

/**
 * A copy to compare with another answer. Forms have a token that is new in each, and what was given the focus here may be
 * given it by script alone: neither is a change.
 */
export function withoutTokens<E extends Element>(element: E): E {
  const copy = element.cloneNode(true) as E;
  for (const token of copy.querySelectorAll('input[name="csrfmiddlewaretoken"]')) token.remove();
  for (const each of [copy, ...copy.querySelectorAll('[tabindex="-1"]')])
    if (each.getAttribute("tabindex") === "-1") each.removeAttribute("tabindex");
  return copy;
}

/** The exhibit "What is a quantity?": a shop multiplies any quantity, and six checks show what they would accept. */
import { answer, button, type Exhibit, field, h } from "quintain/exhibits";

interface Case {
  value: string;
  python: string;
  quantity: boolean;
  tin?: number | string;
  total?: number | string;
  left?: number | string;
  stopped?: string;
  checks: string[];
}

interface OrderData {
  voucher: number;
  cents: { teapot: number; tin: number };
  checks: { name: string; code: string }[];
  cases: Case[];
}

const LONGEST = 12;
const NUMBER = /^-?(0|[1-9]\d{0,8})(\.\d{1,4})?$/;
const REFUSED = "refused";

export default function orderTotal(data: OrderData, name: string, redraw: () => void): Exhibit {
  let shown = data.cases.find((each) => each.value === "-7") ?? workOut("-7", data);
  const result = answer();
  const bill = h("div", {});
  const checks = h("div", {});
  const type = field(
    `${name}-qty`,
    "Quantity of tins, as written in the JSON",
    shown.value,
    (typed) => {
      const text = typed.trim();
      const found =
        data.cases.find((each) => each.value === text) ?? (NUMBER.test(text) ? workOut(text, data) : undefined);
      if (!found) return "Type a number without leading zeros, or choose one of the recorded values.";
      shown = found;
      redraw();
      return undefined;
    },
    { maxlength: LONGEST },
  );
  const enter = (value: string) => {
    type.input.value = value;
    type.input.dispatchEvent(new Event("input"));
  };
  const examples = data.cases.map((each) =>
    button(h("code", {}, each.value), () => enter(each.value), { class: "chip" }),
  );
  const controls = h(
    "div",
    { class: "exhibit-controls" },
    h("div", { class: "typed" }, type.element),
    result.element,
    h("p", { class: "examples whole" }, h("span", {}, "Recorded:"), ...examples),
  );
  return {
    parts: [controls, h("div", { class: "exhibit-pictures" }, bill, checks)],
    draw() {
      const { total, left, quantity, stopped } = shown;
      const words =
        left === undefined
          ? (stopped ?? "")
          : quantity
            ? `charged; ${money(left)} are left on the voucher`
            : `charged for a wrong quantity; ${money(left)} are left on the voucher`;
      result.show(
        total === undefined ? "No total" : money(total),
        words,
        left === undefined ? "plain" : quantity ? "sound" : "danger",
      );
      bill.replaceChildren(h("h4", {}, "The bill, unchecked"), drawBill(shown, data));
      checks.replaceChildren(
        h("h4", {}, "What each check does"),
        drawChecks(shown, data),
        h(
          "p",
          { class: "below" },
          data.cases.includes(shown)
            ? "Recorded."
            : "Your own number: this page computed the result with the same rules; it was not run.",
        ),
      );
    },
  };
}

function drawBill({ python, tin, total, left, stopped, quantity }: Case, { cents, voucher }: OrderData): HTMLElement {
  const tone = quantity ? undefined : "harm";
  const rows: [string, string, string | undefined][] = [
    [`teapot: ${money(cents.teapot)} × 1`, money(cents.teapot), undefined],
    [`tin: ${money(cents.tin)} × ${python.replace(/^-/, "−")}`, tin === undefined ? "no amount" : money(tin), tone],
    ["total", total === undefined ? "no total" : money(total), tone],
    [
      `voucher: ${money(voucher)} < total`,
      total === undefined ? "not checked" : left === undefined ? "True: refused" : "False: pays",
      left === undefined ? undefined : tone,
    ],
    ["left on the voucher", money(left ?? voucher), left === undefined ? undefined : tone],
  ];
  const list = h(
    "dl",
    { class: "answers" },
    ...rows.flatMap(([what, amount, kind]) => [h("dt", {}, what), h("dd", { class: kind }, amount)]),
  );
  return h("div", {}, list, stopped !== undefined && h("p", { class: "below" }, `Stopped: ${stopped}.`));
}

function drawChecks({ checks, quantity }: Case, data: OrderData): HTMLElement {
  const rows = data.checks.flatMap(({ code }, index) => {
    const said = checks[index] ?? "";
    const stopped = said.endsWith("Error");
    const letIn = !quantity && !stopped && said !== REFUSED;
    return [
      h("dt", {}, h("code", {}, code)),
      h(
        "dd",
        { class: letIn ? "harm" : stopped ? undefined : "sound" },
        said === REFUSED ? "refuses" : stopped ? `error: ${said}` : `returns ${said}`,
      ),
    ];
  });
  return h("dl", { class: "answers" }, ...rows);
}

/** "−44.80": cents as money; what Python prints instead of a number stays as it is. */
function money(cents: number | string): string {
  const number = typeof cents === "number" ? cents : Number(cents);
  if (!Number.isFinite(number)) return String(cents);
  return (number / 100)
    .toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    .replace("-", "−");
}

/** What record.py would write for a plain number: the same sums, and the same six checks. */
function workOut(text: string, { cents, voucher, checks }: OrderData): Case {
  const value = Number(text) || 0;
  const whole = !text.includes(".");
  const python = (found: number) => (Number.isInteger(found) && !whole ? `${found}.0` : String(found));
  const inRange = value >= 1 && value <= 99;
  const cut = Math.trunc(value);
  const said: Record<string, string> = {
    refuses_bad: inRange ? python(value) : REFUSED,
    accepts_good: inRange ? python(value) : REFUSED,
    clamps: value < 1 ? "1" : value > 99 ? "99" : python(value),
    converts: cut >= 1 && cut <= 99 ? String(cut) : REFUSED,
    uses_isinstance: whole && inRange ? python(value) : REFUSED,
    uses_type: whole && inRange ? python(value) : REFUSED,
  };
  const tin = cents.tin * value;
  const total = cents.teapot + tin;
  const paid = voucher < total ? { stopped: "the voucher is too small" } : { left: voucher - total };
  return {
    value: text,
    python: python(value),
    quantity: whole && inRange,
    tin,
    total,
    ...paid,
    checks: checks.map((check) => said[check.name] ?? ""),
  };
}

/** The exhibit "Build a chain of certificates": what the server shows, and whether each client connects. */
import { answer, type Exhibit, h, segments } from "quintain/exhibits";

interface Chain {
  signer: string;
  host: string;
  until: string;
  issuer: string;
  between: string[];
  right: boolean;
  reasons: Record<string, string>;
}

interface ChainData {
  host: string;
  signers: string[];
  clients: string[];
  chains: Chain[];
}

const ITSELF = "itself";
const IMPOSTOR = "a CA with the same name";

export default function chainBuilder(data: ChainData, name: string, redraw: () => void): Exhibit {
  const chosen = { signer: data.signers[0], host: "forum.example", until: "2120", client: "no host name" };
  const result = answer();
  const list = h("ol", { class: "pipeline" });
  const control = (key: keyof typeof chosen, legend: string, values: string[]) => {
    const group = segments(
      legend,
      `${name}-${key}`,
      values.map((value) => ({ value, label: value })),
      chosen[key],
      (value) => {
        if (value) chosen[key] = value;
        redraw();
      },
    );
    group.classList.add("wrapping");
    return group;
  };
  const distinct = (key: "host" | "until") => [...new Set(data.chains.map((each) => each[key]))];
  const controls = h(
    "div",
    { class: "typed stacked-controls" },
    control("signer", "Signed by", data.signers),
    control("host", "For the host", distinct("host")),
    control("until", "Valid until", distinct("until")),
    control("client", "The client checks", data.clients),
  );
  return {
    parts: [h("div", { class: "exhibit-controls" }, controls, result.element), list],
    draw() {
      const chain = data.chains.find(
        ({ signer, host, until }) => signer === chosen.signer && host === chosen.host && until === chosen.until,
      );
      const reason = chain?.reasons[chosen.client ?? ""];
      if (!chain || reason === undefined) return;
      if (reason) result.show("Refused", reason, "sound");
      else if (chain.right) result.show("Connects", "and this is the shop", "sound");
      else result.show("Connects", "although the certificate is wrong", "danger");
      list.replaceChildren(...drawChain(chain, reason));
    },
    visitStates(look) {
      const present = { ...chosen };
      for (const { signer, host, until, reasons } of data.chains)
        for (const client of Object.keys(reasons)) {
          Object.assign(chosen, { signer, host, until, client });
          look();
        }
      Object.assign(chosen, present);
    },
  };
}

function drawChain(chain: Chain, reason: string): HTMLElement[] {
  const below = chain.between[0];
  const failing = reason === "issuer is not a CA" ? below : reason ? chain.host : "";
  const leaf = certificate(
    "What the server shows",
    `${chain.host}, until ${chain.until}, signed by ${chain.signer === ITSELF ? ITSELF : chain.issuer}`,
    failing === chain.host ? reason : "",
  );
  const middle =
    below && certificate("Sent with it", `${below}, signed by Company CA`, failing === below ? reason : "");
  if (chain.signer === ITSELF) return [leaf];
  const root = certificate(
    "At the top",
    chain.signer === IMPOSTOR ? "Company CA, with another key: not trusted" : "Company CA, which the client trusts",
    "",
  );
  return middle ? [leaf, middle, root] : [leaf, root];
}

function certificate(place: string, text: string, fails: string): HTMLElement {
  return h("li", { class: fails && "harm" }, h("span", {}, place), h("b", {}, text), fails && h("span", {}, fails));
}

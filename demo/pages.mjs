// The pages of the widgets: one template, filled from the table in widgets.mjs.
//
//   const pages = openPages({ recorder, policy });
//   pages["GET /widgets/n8n"](request, response, url);   // ?guard=off: without the script
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUILT, PACKAGES } from "./packages.mjs";
import { WIDGETS } from "./widgets.mjs";

const here = dirname(fileURLToPath(import.meta.url));
export const PAGES = join(BUILT, "pages");

const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The policy of every page here, with what one widget needs more. */
export function policyFor({ csp = {} }, policy) {
  return policy
    .split("; ")
    .map((directive) => `${directive} ${csp[directive.split(" ")[0]] ?? ""}`.trim())
    .concat(Object.entries(csp).flatMap(([name, sources]) => (policy.includes(`${name} `) ? [] : [`${name} ${sources}`])))
    .join("; ");
}

/** The script tag that guards a widget. */
function tagOf({ endpoints, preset }) {
  const attributes = [`data-endpoints="${endpoints}"`];
  if (preset !== undefined) attributes.push(`data-widget="${preset}"`);
  return `<script src="/blackbar.js" ${attributes.join(" ")} data-restore></script>`;
}

export function openPages({ recorder, policy }) {
  const template = readFileSync(join(here, "widgets", "page.html"), "utf8");
  const links = (current) =>
    WIDGETS.map(({ name, title }) => {
      const mark = name === current ? ' aria-current="page"' : "";
      return `<a href="/widgets/${name}"${mark}>${escaped(title)}</a>`;
    }).join(" ");

  function page(widget, on) {
    const { name, title, version, about, needs, classic } = widget;
    const style = existsSync(join(PAGES, `${name}.css`)) ? `<link rel="stylesheet" href="/pages/${name}.css">` : "";
    const values = {
      ...{ name, style, scheme: "light dark", nav: links(name) },
      title: escaped(`${title} ${version}`),
      about: escaped(about),
      needs: needs === undefined ? "" : escaped(`Its page's policy also allows ${needs}`),
      classic: classic === undefined ? "" : `<script src="/classic/${name}.js"></script>`,
      guard: on ? tagOf(widget) : "",
      line: on ? escaped(tagOf(widget)) : "no script: this page is not guarded",
      state: on ? "on" : "off",
      words: on ? "Guard on" : "Unprotected: this is what leaves today",
      other: on ? "?guard=off" : "",
      turn: on ? "Turn it off" : "Turn it on",
    };
    return template.replace(/\{\{(\w+)\}\}/g, (whole, key) => values[key]);
  }

  const routes = {};
  for (const widget of WIDGETS) {
    routes[`GET /widgets/${widget.name}`] = (request, response, url) => {
      response.writeHead(200, {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": policyFor(widget, policy),
      });
      response.end(page(widget, url.searchParams.get("guard") !== "off"));
    };
    if (widget.classic !== undefined)
      routes[`GET /classic/${widget.name}.js`] = (request, response) => {
        response.writeHead(200, { "content-type": "text/javascript; charset=utf-8" });
        response.end(readFileSync(join(PACKAGES, widget.classic)));
      };
    routes[`GET /widgets/${widget.name}/events`] = (request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
      response.write(": open\n\n");
      const end = recorder.watch(({ widget: of, how, url, raw }) => {
        // Polling for answers says nothing of the person.
        if (of !== widget.name || (how === "GET" && raw.length === 0)) return;
        const shown = { how, url, bytes: raw.length, body: raw.toString("utf8") };
        response.write(`data: ${JSON.stringify(shown)}\n\n`);
      });
      response.on("close", end);
    };
  }
  return routes;
}

"use strict";
(() => {
  const main = document.getElementById("innhold");
  const form = document.getElementById("sok");
  const field = document.getElementById("ord");
  const count = document.getElementById("antall");
  const list = document.getElementById("treff");
  const chapters = document.getElementById("kapitler");

  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const parts = [...main.querySelectorAll("h1, h2, h3, h4")].map((heading) => {
    const section = heading.closest("section");
    const own = [...section.children].filter((child) => child.tagName !== "SECTION" && !child.classList.contains("toctree-wrapper"));
    const text = plain(own.map((child) => child.textContent).join(" "));
    return { id: section.id, title: plain(heading.textContent), text, low: text.toLocaleLowerCase("nb") };
  });

  const around = (part, word) => {
    const at = Math.max(part.low.indexOf(word), 0);
    const from = Math.max(at - 50, 0);
    const line = document.createElement("span");
    line.append(from ? "… " : "", part.text.slice(from, at));
    const hit = document.createElement("mark");
    hit.textContent = part.text.slice(at, at + word.length);
    line.append(hit, part.text.slice(at + word.length, at + 90), " …");
    return line;
  };

  const rank = (part, words) => words.every((word) => part.title.toLocaleLowerCase("nb").includes(word)) ? 0 : 1;

  const search = () => {
    const words = plain(field.value).toLocaleLowerCase("nb").split(" ").filter((word) => word.length > 1);
    list.replaceChildren();
    chapters.hidden = words.length > 0;
    if (!words.length) { count.textContent = ""; return; }
    const hits = parts.filter((part) => words.every((word) => part.low.includes(word)));
    hits.sort((one, other) => rank(one, words) - rank(other, words));
    count.textContent = hits.length === 1 ? "1 treff" : `${hits.length || "Ingen"} treff`;
    for (const part of hits) {
      const link = document.createElement("a");
      const title = document.createElement("strong");
      title.textContent = part.title;
      link.href = `#${part.id}`;
      link.append(title, around(part, words[0]));
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
  };

  form.hidden = false;
  field.addEventListener("input", search);
  form.addEventListener("submit", (event) => { event.preventDefault(); list.querySelector("a")?.click(); });

  if (!navigator.clipboard) return;
  for (const block of main.querySelectorAll(".command")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Kopier";
    const text = block.querySelector("pre").textContent.trimEnd();
    button.setAttribute("aria-label", `Kopier: ${text}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = "Kopiert";
    });
    block.append(button);
  }
})();

// Looks whether the answer has come, and shows it. Without this, the link on the page does.
"use strict";
const stand = document.body.dataset.stand;
setInterval(async () => {
  try {
    const answer = await fetch(location.pathname + "/stand", { cache: "no-store" });
    if (answer.ok && (await answer.json()).stand !== stand) location.reload();
  } catch {
    // The network is away; the next look may find it.
  }
}, 1500);

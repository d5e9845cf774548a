"use strict";
document.documentElement.classList.add("scripted");  // without this script the buttons stay hidden: they would do nothing
// Copies a search. Opened from a file a page has no clipboard: then a text field is selected and copied as of old.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  const label = button.dataset.label || button.textContent;
  button.dataset.label = label;
  button.textContent = document.body.dataset.copied;
  button.classList.add("done");
  clearTimeout(Number(button.dataset.timer));
  button.dataset.timer = setTimeout(() => {
    button.textContent = label;
    button.classList.remove("done");
  }, 1500);
});

// The widget, as wide as its place and in the page's own font: without one it
// asks a foreign host for a web font.
export function deepChat(properties) {
  const chat = document.createElement("deep-chat");
  chat.style.fontFamily = "inherit";
  // It fills in each side of a border that is not named.
  const sides = ["Top", "Right", "Bottom", "Left"].map((side) => [`border${side}`, "0px solid transparent"]);
  const chatStyle = { display: "block", width: "100%", height: "100%", ...Object.fromEntries(sides) };
  return Object.assign(chat, { chatStyle, ...properties });
}

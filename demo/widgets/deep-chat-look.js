// The widget, as wide as its place and in the page's own font: without one it
// asks a foreign host for a web font.
export function deepChat(properties) {
  const chat = document.createElement("deep-chat");
  chat.style.fontFamily = "inherit";
  const chatStyle = { display: "block", width: "100%", height: "100%", border: "none" };
  return Object.assign(chat, { chatStyle, ...properties });
}

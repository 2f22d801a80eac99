// The chat widgets that have a page here, each an unchanged release from npm.
//
// `endpoints` and `preset` are the script tag's data-endpoints and data-widget.
// `csp` is what the widget itself needs beyond the policy of every page here,
// and `needs` says what for. `classic` is a script of the package that the page
// loads as it is, before its own.
export const WIDGETS = [
  {
    name: "deep-chat",
    title: "deep-chat",
    version: "2.4.2",
    about: "A web component. Messages leave by fetch as JSON, with a file as a form.",
    endpoints: "/api/deep-chat",
    preset: "deep-chat",
  },
  {
    name: "deep-chat-ws",
    title: "deep-chat, WebSocket",
    version: "2.4.2",
    about: "The same component over a WebSocket: one JSON frame a message. It sends no files this way.",
    endpoints: "/api/deep-chat-ws",
    preset: "deep-chat",
  },
  {
    name: "botframework-webchat",
    title: "Bot Framework Web Chat",
    version: "4.18.1",
    about: "Direct Line by XMLHttpRequest. With a file, the message itself is a Blob inside a form.",
    endpoints: "/api/directline",
    preset: "botframework-webchat",
    csp: { "img-src": "blob:", "worker-src": "blob:", "connect-src": "blob:" },
    needs: "blob: for its spinner, and to read and shrink what a person attaches.",
  },
  {
    name: "n8n",
    title: "n8n chat",
    version: "1.37.0",
    about: "Posts chatInput by fetch, as JSON or as a form.",
    endpoints: "/api/n8n",
    preset: "n8n",
  },
  {
    name: "rasa",
    title: "rasa-webchat",
    version: "1.0.1",
    about: "socket.io: polling first, then a WebSocket.",
    classic: "rasa-webchat/lib/index.js",
    endpoints: "/api/rasa",
    preset: "rasa",
  },
  {
    name: "flowise",
    title: "Flowise embed",
    version: "3.1.6",
    about: "Posts a question by fetch, with files inside the JSON as base64.",
    endpoints: "/api/flowise",
    preset: "flowise",
  },
  {
    name: "ai-sdk",
    title: "AI SDK useChat",
    version: "3.0.328",
    about: "The React hook of Vercel's AI SDK. Each message carries the whole talk, files as data URLs; the answer streams.",
    endpoints: "/api/ai-sdk",
    preset: "ai-sdk",
  },
  {
    name: "react-chatbot-kit",
    title: "react-chatbot-kit",
    version: "2.2.2",
    about: "A React interface; the page itself sends what it hears, here by fetch.",
    endpoints: "/api/react-chatbot-kit",
  },
  {
    name: "chatscope",
    title: "chatscope chat UI kit",
    version: "2.1.1",
    about: "A React interface over a contenteditable; the page sends, files as a form.",
    endpoints: "/api/chatscope",
  },
  {
    name: "stream-chat",
    title: "Stream Chat",
    version: "9.53.0",
    about: "Stream's client: messages and files by XMLHttpRequest, answers over a WebSocket.",
    endpoints: "/api/stream-chat",
    preset: "stream-chat",
  },
];

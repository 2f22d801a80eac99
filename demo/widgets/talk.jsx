// A list of messages, a line to write and a button to attach: the interface of
// those pages whose package brings none.
import { useRef, useState } from "react";

/** @param {{ said: { id: string, mine: boolean, text: string }[], onSend(text: string, files?: FileList): void }} props */
export function Talk({ said, onSend }) {
  const [text, setText] = useState("");
  const [files, setFiles] = useState();
  const chooser = useRef(null);

  function send(event) {
    event.preventDefault();
    if (text === "" && !files) return;
    onSend(text, files);
    setText("");
    setFiles(undefined);
  }

  return (
    <form className="talk" onSubmit={send}>
      <ul>
        {said.map(({ id, mine, text }) => (
          <li key={id} className={mine ? "mine" : ""}>
            {text}
          </li>
        ))}
      </ul>
      {files && <p className="quiet">{files[0].name}</p>}
      <div className="talk-line">
        <button type="button" className="attach" aria-label="Attach a file" onClick={() => chooser.current.click()}>
          +
        </button>
        <input ref={chooser} type="file" hidden onChange={(event) => setFiles(event.target.files)} />
        <input className="talk-text" aria-label="Message" placeholder="Write a message" value={text} onChange={(event) => setText(event.target.value)} />
        <button type="submit">Send</button>
      </div>
    </form>
  );
}

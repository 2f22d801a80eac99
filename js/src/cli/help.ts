export const HELP = `blackbar finds personal data in text and masks it, on this machine.

  blackbar scan   [option]... [FILE]...   lists what is found
  blackbar redact [option]... [FILE]...   prints the text with it replaced
  blackbar test POLICY CASES              checks a policy against cases
  blackbar keygen [option]...             makes a key that values are sealed for
  blackbar open   [option]... [FILE]...   opens what was sealed for a key

Without FILE, or where it is -, standard input is read. Text is UTF-8, and each
line is a message of its own.

  --policy P      a preset's name, or a file with a policy as JSON; default "default"
  --countries L   whose national rules run, as US,DE; default all
  --expects L     the entities that were asked for, as CREDIT_CARD,CVV_NUMBER
  --jsonl         the input is JSON Lines: each line a JSON string, or an object with
                  a string under "text". Only such strings are read; redact leaves the
                  rest of the line as it is. A line of another form is an error; an
                  empty one is passed over. Without --jsonl every line is plain text
  --conversation ID   redact: what the values of a policy that seals are bound to
  --json          prints a JSON object for each line of input:
                  scan {line, findings}, redact {line, text, findings, sealed};
                  with more than one FILE, "file" comes first
  --show          scan: prints the values too
  --help, --version

scan prints a line for each finding:  line:column entity rule score risk
Lines and columns count from 1, columns in UTF-16 units; with --jsonl they count in
the text that the JSON holds. With more than one FILE its name stands in front. No
value is printed without --show. redact gives the same value the same token all
through its input, and holds the values in memory until it ends.

CASES is JSON Lines: {"text", "findings", and if wanted "name", "redacted",
"expects", "countries"}. A finding is {"entity", "value"} or {"entity", "start",
"end"} in UTF-16 units. A case that fails is printed with its text's values, what
was expected behind a - and what came behind a +.

keygen makes a pair of keys (JWK, X25519) and prints the private one, which belongs
into a keyring and nowhere else; the public one, for the policy's "recipients", goes
to standard error, or with --out to standard output.
  --out FILE      writes the private key there, for its owner to read alone; a file
                  that exists is left alone
  --kid NAME      what the key is called in what it seals; default: random letters
  --use U         enc, or conversation for one conversation's or person's own key
  --expires D     a day or a time as 2027-01-31 or 2027-01-31T12:00Z, or days from now
                  as 90d: from then on nothing is sealed for it; it still opens
  --shared        a secret key that both sides have instead (oct), for encrypt,
                  encrypt_deterministic, fpe and pseudonym: there is no public one

open reads lines: an envelope, or an object with one under "sealed", is listed as
line:ref entity value; in any other line what is sealed in the text, (bb1:...), gives
way to its value. --json prints {line, opened}, or {line, text, places}. What is for
another key stays closed, and its code stands in the value's place: no-key,
not-opened, replayed, pseudonym. --jsonl is as above.
  --keyring L     files with keys: a JWK, a list, or {"keys": [...]}; several as A,B
  --conversation ID   what you know the conversation to be; it opens under no other

exit code: 0 nothing found, every case holds, or all is opened; 1 something
found, a case fails, or something stays closed; 2 a mistake in the arguments, the policy or the input
`;

export const HELP = `blackbar finds personal data in text and masks it, on this machine.

  blackbar scan   [option]... [FILE]...   lists what is found
  blackbar redact [option]... [FILE]...   prints the text with it replaced
  blackbar test POLICY CASES              checks a policy against cases

Without FILE, or where it is -, standard input is read. Text is UTF-8, and each
line is a message of its own.

  --policy P      a preset's name, or a file with a policy as JSON; default "default"
  --countries L   whose national rules run, as US,DE; default all
  --expects L     the entities that were asked for, as CREDIT_CARD,CVV_NUMBER
  --jsonl         the input is JSON Lines: each line a JSON string, or an object with
                  a string under "text". Only such strings are read; redact leaves the
                  rest of the line as it is. A line of another form is an error; an
                  empty one is passed over. Without --jsonl every line is plain text
  --json          prints a JSON object for each line of input:
                  scan {line, findings}, redact {line, text, findings};
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

exit code: 0 nothing found, or every case holds; 1 something found, or a case
fails; 2 a mistake in the arguments, the policy or the input
`;

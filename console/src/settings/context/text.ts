/** The API's limit, in bytes of UTF-8. */
export const maxBytes = 32 * 1024;

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** What assistants need to know to interpret events. The hints are comments, which the preview hides. */
export const template = `# What we do

<!-- One or two sentences: the company, its products, who uses them and when. -->

# Systems

<!-- One line for each source: what it does, who owns it, what breaks when it fails. -->

# Environments

<!-- One line for each subject: its purpose, its users, the environment before it. -->

# Types of events

<!-- One line for each type: when it is recorded and what it means. -->

# People and hours

<!-- Who is on call, when people work, when nobody should deploy. -->

# Risks

<!-- Changes that caused incidents, critical times (end of month, campaigns), dependencies that are easy to forget. -->
`;

/** Appends the template to a text. */
export function withTemplate(text: string): string {
  return text.trim() === "" ? template : `${text.trimEnd()}\n\n${template}`;
}

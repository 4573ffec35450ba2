// Counts the tokens of each text in the JSON array on standard input, by the tokenizer's default encoding. Models differ; ratios hold.
import { countTokens } from 'gpt-tokenizer';
import { text } from 'node:stream/consumers';

const texts = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(texts.map(part => countTokens(part))));

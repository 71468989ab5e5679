import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { usageError } from '../frame/command-error.js';
import { defineCommand } from '../frame/command-spec.js';

interface ConvertOptions {
  readonly out?: string;
  readonly force?: true;
  readonly ignoreOtherBindings?: true;
}

export const azureConvert = defineCommand<ConvertOptions>({
  usage: 'convert <folder>',
  effect: 'reads',
  summary: 'Write a handler class with decorators from the folders of a function app.',
  examples: ['azure convert my-app', 'azure convert my-app --out src/handlers.ts'],
  loadsHandlers: false,
  configure: (command) =>
    void command
      .option('--out <file>', 'the file that is written; default: handlers.ts in the folder')
      .option('--force', 'write over a file that is there')
      .option('--ignore-other-bindings', 'leave out functions with other triggers or bindings'),
  async run({ args: [folder = '.'], options, output }) {
    const file = options.out ?? join(folder, 'handlers.ts');
    if (existsSync(file) && !options.force)
      throw usageError(
        `${file} is there already`,
        'Name another file with --out, or write over it with --force.',
      );
    const { convertFunctionApp } = await import('../../azure/convert/convert-function-app.js');
    const ignoreOtherBindings = options.ignoreOtherBindings ?? false;
    const { text, notes } = convertFunctionApp(folder, { file, ignoreOtherBindings });
    await writeFile(file, text);
    for (const note of notes) output.log(`note: ${note}`);
    output.data({ file, notes }, () => `wrote ${file}`);
    return undefined;
  },
});

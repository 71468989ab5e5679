import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { readText } from '../../docs/pages.js';

/** Beside the compiled specs, where the library is its declarations: these are read faster than its sources. */
const folder = fileURLToPath(new URL('.', import.meta.url));

/** TypeScript as an editor asks it, for one sample of code at a time. */
export class SampleCompiler {
  private text = '';
  private version = 0;
  private readonly file = `${folder}sample.ts`;
  private readonly service: ts.LanguageService;

  constructor(overrides: object = {}) {
    const { options } = ts.parseJsonConfigFileContent(
      {
        compilerOptions: {
          ...settings.compilerOptions,
          rootDir: undefined,
          incremental: false,
          noEmit: true,
          ...overrides,
        },
      },
      ts.sys,
      folder,
    );
    this.service = ts.createLanguageService({
      getScriptFileNames: () => [this.file],
      getScriptVersion: (name) => (name === this.file ? `${this.version}` : ''),
      getScriptSnapshot: (name) => this.snapshotOf(name),
      getCurrentDirectory: () => folder,
      getCompilationSettings: () => options,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (name) => name === this.file || ts.sys.fileExists(name),
      readFile: (name) => ts.sys.readFile(name),
      directoryExists: (name) => ts.sys.directoryExists(name),
    });
  }

  /** What the compiler says about each line that it says something about; the first is 1. */
  errorsOf(text: string): Map<number, string> {
    this.write(text);
    const found = [
      ...this.service.getSyntacticDiagnostics(this.file),
      ...this.service.getSemanticDiagnostics(this.file),
    ];
    return new Map(
      found.map(({ file, start = 0, messageText }) => [
        (file?.getLineAndCharacterOfPosition(start).line ?? -1) + 1,
        ts.flattenDiagnosticMessageText(messageText, '\n'),
      ]),
    );
  }

  /** The names that an editor offers at the mark `|`. */
  offeredAt(marked: string): string[] {
    const at = marked.indexOf('|');
    this.write(marked.replace('|', ''));
    return (this.service.getCompletionsAtPosition(this.file, at, {})?.entries ?? []).map(({ name }) => name);
  }

  /** What an editor shows about the name behind each mark `|`. */
  hoversAt(marked: string): string[] {
    const parts = marked.split('|');
    this.write(parts.join(''));
    return parts.slice(0, -1).map((_part, index) => {
      const at = parts.slice(0, index + 1).join('').length;
      return ts.displayPartsToString(this.service.getQuickInfoAtPosition(this.file, at)?.documentation);
    });
  }

  private write(text: string): void {
    this.text = text;
    this.version += 1;
  }

  private snapshotOf(name: string): ts.IScriptSnapshot | undefined {
    const text = name === this.file ? this.text : ts.sys.readFile(name);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  }
}

const settings = JSON.parse(readText('tsconfig.json')) as { readonly compilerOptions: object };

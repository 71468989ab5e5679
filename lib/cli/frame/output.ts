import { once } from 'node:events';
import { styleText } from 'node:util';
import type { ErrorReport } from './command-error.js';

/** The three streams of a command. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** How output is written. */
export interface OutputOptions {
  /** Whether the data is one JSON document. */
  readonly json: boolean;
  /** Whether text may be coloured. */
  readonly color: boolean;
}

/** A colour, or a weight, of text. */
export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green';

/** Where a command writes: data to standard output, everything else to standard error. */
export class Output {
  constructor(
    readonly streams: Streams,
    private readonly options: OutputOptions,
  ) {}

  get isJson(): boolean {
    return this.options.json;
  }

  /** Whether a line may be written over: standard error is a terminal that somebody reads. */
  get isLive(): boolean {
    return this.streams.stderr.isTTY && !this.isJson;
  }

  /** The data of a command: as a document of JSON, or as text. */
  data(value: unknown, text: () => string): void {
    this.write(this.isJson ? JSON.stringify(value, null, 2) : text());
  }

  /** A line of data, for what is read line by line whatever the format. */
  write(text: string): void {
    this.streams.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** The same; resolves when whoever reads it can take more, so that what is long does not pile up here. */
  async writeAll(text: string): Promise<void> {
    this.write(text);
    if (this.streams.stdout.writableNeedDrain) await once(this.streams.stdout, 'drain');
  }

  /** What is no data, such as progress. */
  log(text: string): void {
    this.streams.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** An error: with JSON it is the document. */
  error({ code, message, problems }: ErrorReport): void {
    if (this.isJson) this.write(JSON.stringify({ error: { code, message, problems } }, null, 2));
    else this.log(`${this.style('red', 'error:', this.options.color)} ${message}`);
  }

  /** Coloured text where colours are wanted. */
  style(style: Style, text: string, isColored = this.options.color): string {
    return isColored ? styleText(style, text) : text;
  }
}

import type { Logger } from '../../lib/logging/logger.js';
import { Recorder } from './recorder.js';

/** One line of a log, with the fields of the child it was written to. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A logger that keeps its lines. */
export class RecordingLogger implements Logger {
  constructor(
    private readonly recorder = new Recorder<LogLine>(),
    private readonly bound: Record<string, unknown> = {},
  ) {}

  get lines(): LogLine[] {
    return this.recorder.items;
  }

  /** Resolves with the first line for which `test` holds, once there is one. */
  async until(test: (line: LogLine) => boolean, what = 'the line'): Promise<LogLine> {
    const lines = await this.recorder.untilTrue((all) => all.some(test), what);
    return lines.find(test)!;
  }

  readonly debug = (fields: object, text: string): void => this.keep('debug', fields, text);
  readonly info = (fields: object, text: string): void => this.keep('info', fields, text);
  readonly warn = (fields: object, text: string): void => this.keep('warn', fields, text);
  readonly error = (fields: object, text: string): void => this.keep('error', fields, text);

  child(fields: Record<string, unknown>): Logger {
    return new RecordingLogger(this.recorder, { ...this.bound, ...fields });
  }

  private keep(level: LogLine['level'], fields: object, text: string): void {
    this.recorder.add({ level, fields: { ...this.bound, ...fields }, text });
  }
}

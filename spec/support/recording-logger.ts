import type { Logger } from '../../lib/logging/logger.js';

/** One line of a log, with the fields of the child it was written to. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A logger that keeps its lines. */
export class RecordingLogger implements Logger {
  constructor(
    readonly lines: LogLine[] = [],
    private readonly bound: Record<string, unknown> = {},
  ) {}

  readonly debug = (fields: object, text: string): void => this.keep('debug', fields, text);
  readonly info = (fields: object, text: string): void => this.keep('info', fields, text);
  readonly warn = (fields: object, text: string): void => this.keep('warn', fields, text);
  readonly error = (fields: object, text: string): void => this.keep('error', fields, text);

  child(fields: Record<string, unknown>): Logger {
    return new RecordingLogger(this.lines, { ...this.bound, ...fields });
  }

  private keep(level: LogLine['level'], fields: object, text: string): void {
    this.lines.push({ level, fields: { ...this.bound, ...fields }, text });
  }
}

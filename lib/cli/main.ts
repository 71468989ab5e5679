#!/usr/bin/env node
import { runCommandLine } from './run-command-line.js';

// Whoever reads the output may have seen enough of it.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  new URL('./program/program-main.js', import.meta.url),
);

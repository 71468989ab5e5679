import { existsSync } from 'node:fs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is; undefined where there is none. `CHROMIUM_BIN` names another one. */
export const chromiumPath = [process.env.CHROMIUM_BIN ?? '', ...places].find(
  (path) => path !== '' && existsSync(path),
);

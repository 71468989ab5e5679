export { createPage } from './create-page.js';
export type { Page } from './serve-page.js';
export type { Authorization, PageChange, PageOptions, PageRequest, PayloadDisplay } from './page-options.js';
export type { Rights } from './shapes.js';

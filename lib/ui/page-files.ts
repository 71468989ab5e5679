/** The files of the page, as texts. */
export interface PageFiles {
  readonly script: string;
  readonly style: string;
}

/** Empty in the source: `bundle-page.ts` puts here what it makes of `lib/ui/page`. */
export const pageFiles: PageFiles = { script: '', style: '' };

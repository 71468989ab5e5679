/** What a promise is rejected with. */
export async function messageOf(rejected: Promise<unknown>): Promise<string> {
  const error = await rejected.then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  return error?.message ?? 'it did not reject';
}

import ts from 'typescript';
import { editsOf, type Edit } from './operators.js';

/** One small change of the source. */
export interface Mutant {
  readonly id: number;
  /** From the repository, such as `lib/list/pop-commands.ts`. */
  readonly file: string;
  readonly line: number;
  /** Such as `a < b → a <= b`, on one line. */
  readonly change: string;
  /** Whether it changes what runs once, when the file is loaded. */
  readonly runsAtLoad: boolean;
}

/** A file with all its mutants in it, each asleep until `isActive(id)`. */
export interface MutatedFile {
  readonly mutants: readonly Mutant[];
  /** TypeScript that need not pass the checks of types. */
  readonly text: string;
}

/** @param firstId the mutants are numbered from here */
export function mutate(file: string, text: string, firstId: number): MutatedFile {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const mutants: Mutant[] = [];
  const mutated = render(source);
  return { mutants, text: mutated };

  function render(node: ts.Node): string {
    if (isForTypesOnly(node)) return node.getText();
    const edits = editsOf(node).map((edit) => ({ edit, id: note(node, edit) }));
    let rendered = '';
    let at = node.getStart();
    node.forEachChild((child) => {
      rendered += text.slice(at, child.getStart()) + render(child);
      at = child.end;
    });
    rendered += text.slice(at, node.end);
    return edits.reduceRight((inner, { edit, id }) => guarded(inner, edit, id), rendered);
  }

  function note(node: ts.Node, edit: Edit): number {
    const id = firstId + mutants.length;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    const after = edit.does === 'omit' ? '(nothing)' : oneLine(edit.by);
    mutants.push({
      id,
      file,
      line: line + 1,
      change: `${oneLine(node.getText())} → ${after}`,
      runsAtLoad: !isInside(node, (each) => ts.isFunctionLike(each) || ts.isPropertyDeclaration(each)),
    });
    return id;
  }
}

function guarded(inner: string, edit: Edit, id: number): string {
  if (edit.does === 'omit') return `{ if (!isActive(${id})) ${inner} }`;
  return `(isActive(${id}) ? (${edit.by}) : (${inner}))`;
}

function isForTypesOnly(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node)
  );
}

function isInside(node: ts.Node, test: (outer: ts.Node) => boolean): boolean {
  for (let outer = node.parent as ts.Node | undefined; outer; outer = outer.parent as ts.Node | undefined) {
    if (test(outer)) return true;
  }
  return false;
}

/** Long texts are cut in the middle: what is changed may stand at either end. */
function oneLine(text: string): string {
  const short = text.replace(/\s+/g, ' ');
  return short.length <= 120 ? short : `${short.slice(0, 80)} … ${short.slice(-37)}`;
}

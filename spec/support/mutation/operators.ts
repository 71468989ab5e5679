import ts from 'typescript';

/** How a node may be changed. */
export type Edit =
  /** Another expression stands in its place. */
  | { readonly does: 'replace'; readonly by: string }
  /** A statement or the body of a function is left out. */
  | { readonly does: 'omit' };

/** Every change that this program tries on a node, not on what the node holds. */
export function editsOf(node: ts.Node): Edit[] {
  if (isOmittable(node)) return [{ does: 'omit' }];
  if (!ts.isExpression(node) || goesOnAsChain(node)) return [];
  const texts = new Set([...conditions(node), ...replacements(node), ...emptied(node)]);
  texts.delete(node.getText());
  return [...texts].map((by) => ({ does: 'replace', by }));
}

function isOmittable(node: ts.Node): boolean {
  if (ts.isThrowStatement(node)) return true;
  if (ts.isExpressionStatement(node)) return !isSuperCall(node.expression) && !isNamedSignal(node.expression);
  if (!ts.isBlock(node) || node.statements.length === 0) return false;
  if (ts.isCatchClause(node.parent)) return true;
  if (!ts.isFunctionLike(node.parent) || ts.isConstructorDeclaration(node.parent)) return false;
  const [first] = node.statements;
  // To leave out its only statement is a change of its own already.
  return node.statements.length > 1 || first === undefined || !isOmittable(first);
}

function isSuperCall(node: ts.Expression): boolean {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
}

/** Nobody but specs hears it: without it they wait, and fail in the end for being late. */
function isNamedSignal(node: ts.Expression): boolean {
  return /^signals\.\w+\.publish\(\)$/.test(node.getText());
}

/** Brackets around the beginning of `a?.b.c` would change what it does. */
function goesOnAsChain(node: ts.Expression): boolean {
  return ts.isOptionalChain(node.parent) && node.parent.expression === node;
}

function conditions(node: ts.Expression): string[] {
  const { parent } = node;
  if (isEndlessCondition(node)) return [];
  if (isBranchCondition(node)) return ['true', 'false'];
  if (ts.isIterationStatement(parent, false) && isLoopCondition(node)) return ['false'];
  return [];
}

function isBranchCondition(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent)) return parent.expression === node;
  return ts.isConditionalExpression(parent) && parent.condition === node;
}

function isLoopCondition(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isForStatement(parent)) return parent.condition === node;
  return (ts.isWhileStatement(parent) || ts.isDoStatement(parent)) && parent.expression === node;
}

function isEndlessCondition(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.TrueKeyword && isLoopCondition(node);
}

function replacements(node: ts.Expression): string[] {
  if (isEndlessCondition(node)) return [];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ['false'];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ['true'];
  if (ts.isNumericLiteral(node) && isReturned(node)) return [`${Number(node.text) + 1}`];
  if (ts.isBinaryExpression(node)) return ofBinary(node);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return ofUnary(node);
  if (ts.isAwaitExpression(node) && ts.isExpressionStatement(node.parent)) return [node.expression.getText()];
  if (ts.isCallExpression(node)) return ofCall(node);
  return ofSpread(node);
}

function isReturned(node: ts.Expression): boolean {
  return ts.isReturnStatement(node.parent) || (ts.isArrowFunction(node.parent) && node.parent.body === node);
}

const otherOperators: Partial<Record<ts.SyntaxKind, readonly string[]>> = {
  [ts.SyntaxKind.LessThanToken]: ['<=', '>='],
  [ts.SyntaxKind.LessThanEqualsToken]: ['<', '>'],
  [ts.SyntaxKind.GreaterThanToken]: ['>=', '<='],
  [ts.SyntaxKind.GreaterThanEqualsToken]: ['>', '<'],
  [ts.SyntaxKind.PlusToken]: ['-'],
  [ts.SyntaxKind.MinusToken]: ['+'],
  [ts.SyntaxKind.AsteriskToken]: ['/'],
  [ts.SyntaxKind.SlashToken]: ['*'],
  [ts.SyntaxKind.PlusEqualsToken]: ['-='],
  [ts.SyntaxKind.MinusEqualsToken]: ['+='],
  [ts.SyntaxKind.AmpersandAmpersandToken]: ['||'],
  [ts.SyntaxKind.BarBarToken]: ['&&'],
};

/** In a condition these are no more than `true` and `false` are. */
const negated: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
};

function ofBinary(node: ts.BinaryExpression): string[] {
  const { left, operatorToken, right } = node;
  if (operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) return [left.getText(), right.getText()];
  if (operatorToken.kind === ts.SyntaxKind.PlusToken && [left, right].some(isText)) return [];
  const negation = isBranchCondition(node) ? undefined : negated[operatorToken.kind];
  const others = [...(otherOperators[operatorToken.kind] ?? []), ...(negation ? [negation] : [])];
  return others.map((other) => `${left.getText()} ${other} ${right.getText()}`);
}

function isText(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

function ofUnary(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): string[] {
  const operand = node.operand.getText();
  if (node.operator === ts.SyntaxKind.ExclamationToken) return isBranchCondition(node) ? [] : [operand];
  const other = { [ts.SyntaxKind.PlusPlusToken]: '--', [ts.SyntaxKind.MinusMinusToken]: '++' } as Partial<
    Record<ts.SyntaxKind, string>
  >;
  const operator = other[node.operator];
  if (operator === undefined) return [];
  return [ts.isPrefixUnaryExpression(node) ? `${operator}${operand}` : `${operand}${operator}`];
}

const otherMethods: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
]);

function ofCall(node: ts.CallExpression): string[] {
  const { expression: callee } = node;
  if (!ts.isPropertyAccessExpression(callee) || callee.questionDotToken) return [];
  const receiver = callee.expression.getText();
  if (callee.name.text === 'filter') return [receiver];
  const other = otherMethods.get(callee.name.text);
  if (other === undefined) return [];
  return [`${receiver}.${other}(${node.arguments.map((argument) => argument.getText()).join(', ')})`];
}

function ofSpread(node: ts.Expression): string[] {
  if (ts.isSpreadElement(node.parent)) return ['[]'];
  return ts.isSpreadAssignment(node.parent) ? ['{}'] : [];
}

/** `() => expression` does nothing. */
function emptied(node: ts.Expression): string[] {
  return ts.isArrowFunction(node.parent) && node.parent.body === node ? ['undefined'] : [];
}

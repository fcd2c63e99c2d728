/** Whether a stranger's regular expression may be used. */
import { isAmbiguous } from './ambiguity.js';
import { degreeOf } from './degree.js';
import { parseRegex, Unsupported } from './parse.js';

const maxLength = 4096;

export interface Judgement {
  /** Reads after `the pattern "..."`. */
  readonly problem?: string;
  readonly hint?: string;
  /** Texts of more characters would take too long: none is matched against the pattern. */
  readonly longest?: number;
}

/** By degree: a text of n characters takes up to n^(degree + 1) steps, and these are a few million. */
const longestByDegree = [undefined, 4096, 128] as const;

export function judgePattern(pattern: string): Judgement {
  if (pattern.length > maxLength) return { problem: `is longer than ${maxLength} characters` };
  const invalid = syntaxProblem(pattern, 'u');
  if (invalid !== undefined) {
    const hint =
      syntaxProblem(pattern, '') === undefined
        ? 'Unicode rules know no needless escapes: write - instead of \\-, and so on'
        : undefined;
    return { problem: `is not valid: ${invalid}`, ...(hint === undefined ? {} : { hint }) };
  }
  try {
    const regex = parseRegex(pattern);
    if (!isAmbiguous(regex)) return byDegree(degreeOf(regex));
  } catch (error) {
    if (error instanceof Unsupported) return { problem: error.reason };
    throw error;
  }
  return {
    problem: 'can match the same text in exponentially many ways',
    hint: 'a repetition contains another one that matches the same characters: (a+)+ is a+, and (a|ab)* is (ab?)*',
  };
}

function byDegree(degree: number): Judgement {
  if (degree >= longestByDegree.length) {
    return {
      problem: 'can match the same text in too many ways',
      hint: 'repetitions that follow each other read the same characters: exclude from each what separates them, as in ^[^,]*,[^,]*$',
    };
  }
  const longest = longestByDegree[degree];
  return longest === undefined ? {} : { longest };
}

function syntaxProblem(pattern: string, flags: string): string | undefined {
  try {
    new RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    return message.slice(message.lastIndexOf(': ') + 2).toLowerCase();
  }
}

// breaks: graph features-are-islands
export { problemsOf } from '../problems/problems.ts';

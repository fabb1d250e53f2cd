/** Read by the compiler, svelte-check and eslint: runes everywhere. */
export default { compilerOptions: { runes: true } };

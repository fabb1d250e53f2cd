// breaks: graph cytoscape-only-in-the-canvas
export { default as cytoscape } from 'cytoscape';

// What a server prints for a case of the React suite.
import { renderToString } from 'react-dom/server';
import { app } from './app.mjs';

export const render = (name, properties) => renderToString(app(name, properties));

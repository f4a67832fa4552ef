import { configure } from 'bytedesk-embed';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Support } from './support.js';

configure({ server: 'https://desk.example.com', tokenUrl: '/desk/token' });

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <Support />
  </StrictMode>,
);

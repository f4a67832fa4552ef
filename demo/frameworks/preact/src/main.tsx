import { configure } from 'bytedesk-embed';
import 'bytedesk-embed/define';
import { render } from 'preact';
import { Support } from './support.js';

configure({ server: 'https://desk.example.com', tokenUrl: '/desk/token' });

render(<Support />, document.querySelector('#app')!);

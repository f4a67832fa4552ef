import { configure } from 'bytedesk-embed';
import 'bytedesk-embed/define';
import { render } from 'solid-js/web';
import { Support } from './support.jsx';

configure({ server: 'https://desk.example.com', tokenUrl: '/desk/token' });

render(() => <Support />, document.querySelector('#app')!);

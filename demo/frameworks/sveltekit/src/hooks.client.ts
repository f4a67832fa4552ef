import { configure } from 'bytedesk-embed';
import 'bytedesk-embed/define';

configure({ server: 'https://desk.example.com', tokenUrl: '/desk/token' });

import { configure } from 'bytedesk-embed';
import 'bytedesk-embed/define';

export default defineNuxtPlugin(() => {
  configure({ server: 'https://desk.example.com', tokenUrl: '/desk/token' });
});

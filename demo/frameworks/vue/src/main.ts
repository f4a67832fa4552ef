import { configure } from 'bytedesk-embed';
import 'bytedesk-embed/define';
import { createApp } from 'vue';
import Support from './Support.vue';

configure({ server: 'https://desk.example.com', tokenUrl: '/desk/token' });

createApp(Support).mount('#app');

import 'bytedesk-embed/define';
import { createApp } from 'vue';
import Support from './Support.vue';

createApp(Support).mount('#app');

import { configure } from 'bytedesk-embed';
import 'bytedesk-embed/define';
import { mount } from 'svelte';
import Support from './Support.svelte';

configure({ server: 'https://desk.example.com', tokenUrl: '/desk/token' });

mount(Support, { target: document.querySelector('#app')! });

import 'bytedesk-embed/define';
import { mount } from 'svelte';
import Support from './Support.svelte';

mount(Support, { target: document.querySelector('#app')! });

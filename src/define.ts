import { defineElements } from './elements/define-elements.js';

defineElements();

// Twice: this line also stands in the declarations, and brings the tags' types along.
import './elements/define-elements.js';
import { defineElements } from './elements/define-elements.js';

defineElements();

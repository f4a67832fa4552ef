// The package's entry that registers the elements on import.

// This second import stays in the declarations, and with it the types of the tags.
import './elements/define-elements.js';
import { defineElements } from './elements/define-elements.js';

defineElements();

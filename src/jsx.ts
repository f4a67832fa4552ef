// Types only: the elements' tags in JSX, for React 19 and Preact.
import './frameworks/jsx-preact.js';
import './frameworks/jsx-react.js';

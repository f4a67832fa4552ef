// Without `define`, as where the elements come by the script tag.
import { BytedeskError } from 'bytedesk-embed';

const workspace = document.querySelector('bytedesk-workspace');
if (workspace) workspace.server = 'https://desk.example.com';
document.addEventListener('bytedesk-ready', ({ detail }) => detail.path.length);
void BytedeskError;

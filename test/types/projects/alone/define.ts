import 'bytedesk-embed/define';

const workspace = document.createElement('bytedesk-workspace');
workspace.server = 'https://desk.example.com';
workspace.addEventListener('bytedesk-ready', ({ detail }) => detail.path.length);

import type {} from 'bytedesk-embed/global';

const workspace = document.createElement('bytedesk-workspace');
workspace.path = '/agent/chat';
void BytedeskEmbed?.decodeToken('token').expiresAt;

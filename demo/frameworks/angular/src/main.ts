import { configure } from 'bytedesk-embed';
import 'bytedesk-embed/define';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { Support } from './support';

configure({ server: 'https://desk.example.com', tokenUrl: '/desk/token' });

bootstrapApplication(Support, { providers: [provideZonelessChangeDetection()] }).catch((error: unknown) => {
  console.error(error);
});

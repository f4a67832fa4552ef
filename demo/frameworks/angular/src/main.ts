import 'bytedesk-embed/define';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { Support } from './support';

bootstrapApplication(Support, { providers: [provideZonelessChangeDetection()] }).catch((error: unknown) => {
  console.error(error);
});

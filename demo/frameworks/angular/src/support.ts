import { Component, CUSTOM_ELEMENTS_SCHEMA, type ElementRef, signal, viewChild } from '@angular/core';
import type { BytedeskWorkspaceElement } from 'bytedesk-embed';

@Component({
  selector: 'app-support',
  // Lets the template use tags that are no Angular components.
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>
      Support (<span id="unread">{{ unread() }}</span> unread)
    </h1>
    <p>
      <button id="toggle" (click)="isOpen.set(!isOpen())">{{ isOpen() ? 'Close' : 'Open' }}</button>
      <button id="sign-out" (click)="signOut()">Sign out</button>
      <output id="state">{{ state() }}</output> <output id="news">{{ news() }}</output>
    </p>
    @if (isOpen()) {
      <bytedesk-workspace
        #workspace
        path="/agent/chat"
        (bytedesk-state-change)="state.set($event.detail.to)"
        (bytedesk-unread-change)="unread.set($event.detail.total)"
        (bytedesk-token-renewed)="news.set('The token was renewed.')"
        (bytedesk-token-expired)="news.set('The token has expired.')"
        (bytedesk-logout)="news.set('Signed out (' + $event.detail.reason + ').')"
      ></bytedesk-workspace>
    }
  `,
})
export class Support {
  readonly workspace = viewChild<ElementRef<BytedeskWorkspaceElement>>('workspace');
  readonly isOpen = signal(true);
  readonly state = signal('idle');
  readonly unread = signal(0);
  readonly news = signal('');

  signOut(): void {
    void this.workspace()?.nativeElement.logout();
  }
}

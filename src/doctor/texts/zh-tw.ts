// The doctor's texts in Traditional Chinese.

import type { DoctorTexts } from './en.js';

export const zhTW: DoctorTexts = {
  checks: {
    'page-settings': '頁面設定',
    copies: '本程式庫的複本',
    elements: '頁面上的元素',
    browser: '瀏覽器',
    'built-ins': '被其他指令碼取代的函式',
    'page-life': '頁面可見且已連線',
    'trusted-types': 'Trusted Types',
    address: '伺服器（微語）網址',
    'csp-frame': '頁面政策與框架',
    'csp-connect': '頁面政策與請求',
    'csp-form': '頁面政策與表單',
    permissions: '框架的權限',
    isolation: '跨來源隔離',
    storage: '工作台的儲存空間',
    'local-network': '存取區域網路',
    api: '伺服器的 API',
    'token-accepted': '伺服器是否接受權杖',
    token: '權杖本身',
    clock: '時鐘',
    'token-source': '權杖來源',
    bridge: '橋接指令碼',
    frame: '框架',
    framing: '伺服器是否允許嵌入',
    place: '在頁面上的位置',
    language: '語言',
    events: '最近的事件',
  },
  findings: {
    'not-checked': ['由於 {check}，沒有檢查。'],
    'settings-tag': ['正在使用 script 標籤的設定。'],
    'settings-configure': ['正在使用 configure() 的設定。'],
    'settings-none': [
      '本頁面沒有任何設定。',
      '請寫明一次伺服器：在 script 標籤上寫 data-server="https://desk.example.com"，或呼叫 configure({ server })。否則會把頁面自身的來源當作伺服器，CMS 中的區塊也維持原樣。',
    ],
    'settings-refused': [
      '出現了兩套不同的設定，例如來自兩個 script 標籤。第一套有效，另一套會被忽略。不同之處：{keys}',
      '請找出第二個 script 標籤或 configure()（在佈景主題、外掛或 bundle 中）並移除，或讓兩者內容一致。',
    ],
    'settings-tags-differ': [
      '多個 script 標籤寫明了伺服器且互不相同，因此都不會生效。不同之處：{keys}',
      '請只保留一個有 data-server 的 script 標籤，或讓它們的屬性完全相同。',
    ],
    'settings-no-server': [
      '頁面寫明了權杖端點，卻沒有寫明伺服器。',
      '請在權杖端點旁加上 data-server（或 configure() 的 server），使權杖只能送往該伺服器。',
    ],
    'copies-one': ['元素由本程式庫的一個複本註冊。'],
    'copies-many': [
      '頁面上有本程式庫的 {count} 個複本，元素由第一個註冊。',
      '請只載入一次：用 script 標籤或 bundle，不要兩者都用。',
    ],
    'copies-undefined': [
      '元素沒有註冊：瀏覽器把 <bytedesk-workspace> 當作未知標籤。',
      '請載入 dist/bytedesk-embed.js，或匯入 bytedesk-embed/define。請在開發人員工具的主控台中尋找該檔案的錯誤，並在網路面板中檢查它的網址（404，或被 script-src 封鎖）。',
    ],
    'copies-unknown': ['無法得知頁面上有幾個複本。'],
    'elements-there': ['頁面上的元素：{count} 個。'],
    'elements-none': [
      '頁面上既沒有工作台，也沒有登入按鈕。',
      '請新增 <bytedesk-workspace> 或區塊 <div data-bytedesk="workspace"></div>。如果已經新增，請檢查是否被編輯器或篩選器移除：docs/cms.md。',
    ],
    'elements-blocks': [
      '有 {count} 個區塊沒有變成元素，指令碼沒有掛載它們。',
      '區塊需要頁面設定中的伺服器、可用的值（開發人員工具的主控台會指出是哪一個有誤），並且不能位於正在編輯的區域。',
    ],
    'browser-complete': ['瀏覽器具備本程式庫所用的全部功能。'],
    'browser-lacks': ['此瀏覽器缺少：{names}。工作台仍然可用。', '如果問題與其中之一有關，請更新瀏覽器。'],
    'built-ins-own': ['本程式庫所用的函式都沒有被取代。'],
    'built-ins-replaced': [
      '其他指令碼取代了：{names}。',
      '如果在沒有該指令碼（舊框架、監控指令碼、瀏覽器擴充功能）的頁面上問題消失，請告知其作者。',
    ],
    'page-shown': ['頁面可見，瀏覽器表示已連線。'],
    'page-hidden': [
      '頁面被隱藏或在背景預先載入。在顯示之前不會索取權杖，也不會檢查。',
      '請把頁面切換到前景後再試。',
    ],
    'page-offline': [
      '瀏覽器表示目前離線。在 VPN 或防火牆後面時，這可能有誤。',
      '請按面板中的「再試一次」：仍會嘗試一次。如果本頁面的請求失敗，請先修復網路連線。',
    ],
    'trusted-types-free': ['Trusted Types 在此沒有妨礙。'],
    'trusted-types-enforced': ['頁面強制使用 Trusted Types。本程式庫不需要自己的政策。'],
    'trusted-types-refused': [
      'Trusted Types 拒絕了本程式庫的某項操作。',
      '請附上這份文字回報問題。在此之前請從頁面政策中移除 require-trusted-types-for。',
    ],
    'trusted-types-unknown': ['頁面無法得知是否強制使用 Trusted Types。'],
    'address-good': ['工作台位於 {server}，API 位於 {api}。'],
    'address-own': [
      '伺服器就是本頁面自身（{server}）：沒有寫明其他伺服器。',
      '請用 data-server 或 server 寫明伺服器。如果它確實在此來源上，框架與頁面之間就互不設防。',
    ],
    'address-refused': [
      '有一項設定不可用：{text}',
      '請修改句中所指的屬性或頁面設定。伺服器例如 https://desk.example.com，路徑例如 /agent/chat。',
    ],
    'address-untrusted': [
      '標記中的一項設定被拒絕：{text} 標記中寫的是 {refused}。頁面設定允許：{allowed}',
      '如果該屬性寫錯了，請移除它：頁面自身的設定隨即生效。如果確實需要，請依句中所述在頁面設定中寫明同一個網址，或用程式設定該屬性。',
    ],
    'address-mixed': [
      '本頁面使用 https，而伺服器使用 http：瀏覽器不會顯示任何內容。',
      '請為伺服器設定憑證，並用 https:// 寫明。（localhost 可以使用 http。）',
    ],
    'csp-frame-none': ['不需要框架。'],
    'csp-frame-allowed': ['頁面政策允許載入框架。'],
    'csp-frame-blocked': [
      '頁面的 Content-Security-Policy 拒絕了框架：{now} 中沒有 {desk}。',
      '請在頁面已傳送的政策（回應標頭或 <meta>）中，把 {desk} 加到 frame-src 的來源裡。如果沒有 frame-src，請以 default-src 的來源為起點新寫一條。另外再加一條政策沒有用。此後政策中應有：\n{line}',
    ],
    'csp-frame-unknown': [
      '框架中尚未載入任何內容，而以回應標頭傳送的政策無法從頁面讀取。',
      '請在開發人員工具的主控台中尋找「frame-src」。只有找到時，才在頁面已傳送的政策中把 {desk} 加到 frame-src 的來源裡。',
    ],
    'csp-connect-allowed': ['頁面政策允許存取 API。'],
    'csp-connect-blocked': [
      '頁面的 Content-Security-Policy 拒絕了對 API 或權杖端點的請求：{now} 中沒有 {desk}。',
      '請在頁面已傳送的政策（回應標頭或 <meta>）中，把 {desk} 加到 connect-src 的來源裡。如果沒有 connect-src，請以 default-src 的來源為起點新寫一條。另外再加一條政策沒有用。此後政策中應有：\n{line}',
    ],
    'csp-connect-unknown': [
      '沒有請求成功，因此無法判斷政策。',
      '請在開發人員工具的主控台中尋找「connect-src」。只有找到時，才在頁面已傳送的政策中把 {desk} 加到 connect-src 的來源裡。',
    ],
    'csp-form-none': ['不送出表單。'],
    'csp-form-allowed': ['頁面政策允許送出表單。'],
    'csp-form-blocked': [
      '頁面的 Content-Security-Policy 拒絕了表單：{now} 中沒有 {desk}。',
      '請使用 mode="open"，它不需要表單；或讓頁面已傳送的政策中有：\n{line}',
    ],
    'csp-form-unknown': [
      '在有人送出表單之前，無法得知頁面政策是否允許。',
      '如果按下後沒有反應，請在開發人員工具的主控台中尋找「form-action」。如果找到，政策中應有：\n{line}',
    ],
    'permissions-allowed': ['框架所需的功能，頁面都可以轉授。'],
    'permissions-denied': [
      '頁面自身的 Permissions-Policy 禁止：{names}。工作台無法使用它們。',
      '請對頁面和伺服器開放，例如：Permissions-Policy: microphone=(self "https://desk.example.com")',
    ],
    'permissions-unknown': [
      '此瀏覽器不告訴頁面其 Permissions-Policy 禁止了什麼。',
      '如果通話、螢幕分享或複製失敗，請檢查頁面的 Permissions-Policy 回應標頭。',
    ],
    'isolation-none': ['頁面沒有跨來源隔離。'],
    'isolation-ephemeral': ['頁面處於跨來源隔離，框架為 credentialless 框架。'],
    'isolation-blocks': [
      '頁面處於跨來源隔離，網址中帶有權杖的框架不能載入。',
      '請設定 storage="ephemeral"（Chromium）；或使用 delivery="bridge"，並讓伺服器傳送 Cross-Origin-Embedder-Policy 和 Cross-Origin-Resource-Policy: cross-origin；或移除頁面的 Cross-Origin-Embedder-Policy。',
    ],
    'isolation-desk': [
      '頁面處於跨來源隔離。只有伺服器傳送正確的回應標頭，一般框架才能載入。',
      '在伺服器上：Cross-Origin-Embedder-Policy: require-corp 和 Cross-Origin-Resource-Policy: cross-origin。',
    ],
    'storage-own-site': ['頁面與伺服器屬於同一網站：工作台像在獨立分頁中一樣保持登入。'],
    'storage-blocked': [
      '瀏覽器不允許本頁面使用儲存空間。工作台多半也沒有儲存空間：會一片空白或立即登出。',
      '請允許本頁面和伺服器的網站資料。沙箱（sandbox）框架中的頁面需要 allow-same-origin。',
    ],
    'storage-ephemeral': [
      '工作台的儲存空間會隨頁面一起消失：每次開啟頁面都會重新下載並重新登入。',
      '除非多人共用此瀏覽器，請設定 storage="persistent"。',
    ],
    'storage-partitioned': [
      '頁面與伺服器屬於不同網站：瀏覽器會把工作台的登入與其獨立分頁中的登入分開，Safari、無痕視窗和嚴格設定可能會拒絕或刪除它。',
      '請把伺服器放在頁面自身的網站之下（例如 www.example.com 使用 desk.example.com），或使用會自動重新登入的 delivery="bridge"。',
    ],
    'storage-unknown': [
      '無法從名稱判斷頁面與伺服器是否屬於同一網站。',
      '如果工作台忘記登入，請把伺服器放在頁面自身網站之下。',
    ],
    'local-network-none': ['伺服器與頁面在同一類網路中。'],
    'local-network-granted': ['使用者已允許本頁面存取區域網路中的裝置。'],
    'local-network-denied': [
      '瀏覽器不允許本頁面存取伺服器所在的區域網路。',
      '請在瀏覽器的網站設定中對本頁面允許「區域網路存取」，或從同一網路提供本頁面。如果只有 API 在內部網路，請在 allow 中加上 local-network-access。',
    ],
    'local-network-prompt': [
      '伺服器位於內部網路。瀏覽器會先詢問使用者，再允許本頁面存取。',
      '請在瀏覽器的詢問中選擇「允許」。',
    ],
    'local-network-unseen': [
      '伺服器位於內部網路，而此瀏覽器不說明本頁面能否存取。',
      '請在分頁中開啟伺服器的網址。如果那裡可以而這裡不行，請在瀏覽器設定中尋找區域網路存取。',
    ],
    'local-network-name': [
      '本頁面不能存取區域網路。如果伺服器的網域名稱指向內部網路的 IP 位址，原因就在這裡。',
      '請查詢伺服器的網域名稱。如果其 IP 位址以 10.、172.16. 至 172.31. 或 192.168. 開頭，請允許區域網路存取。',
    ],
    'api-answers': ['{api} 的 API 有回應。'],
    'api-slow': [
      '{api} 的 API 在四秒內沒有回應。',
      '請在分頁中開啟該網址。如果同樣卡住，代表伺服器或其代理伺服器負載過高，或被防火牆封鎖。',
    ],
    'api-late': ['{api} 的 API 有回應，但花了 {seconds} 秒。', '請檢查伺服器的負載、代理伺服器和網路。'],
    'api-unreachable': [
      '瀏覽器沒有從 {api} 得到本頁面可讀的回應。可能的原因：伺服器已停止；名稱或連接埠錯誤；憑證無效；其代理伺服器沒有傳送 CORS 回應標頭或發生重新導向；連線中斷；被擴充功能或防火牆封鎖。',
      '請在分頁中開啟 {api}/api/v1/user/profile：瀏覽器的錯誤頁代表是網路、名稱、連接埠或憑證的問題；出現 "code": 401 的 JSON 代表是 CORS 的問題：代理伺服器必須傳送 Access-Control-Allow-Origin，並允許 Authorization 通過。',
    ],
    'api-fails': [
      '{api} 的 API 回傳 {status}：發生故障或負載過高。',
      '請檢查伺服器自身的記錄以及前面的代理伺服器（502 和 504：後面的伺服器已停止）。',
    ],
    'api-gate': [
      '{api} 的 API 前面有別的東西以自己的方式回傳 {status}：例如單一登入（SSO）、基本驗證或防火牆。',
      '請讓 /api/ 的請求連同 Authorization 請求標頭通過該閘道，或用 data-api 寫明閘道後面的 API 網址。',
    ],
    'api-no-api': [
      '在 {api} 回應的（HTTP {status}）不是伺服器的 API，而是網頁、不完整的回應或其他內容。',
      '請在 data-api 中寫明 API 自身的基底網址，即 /api/v1/user/profile 之前的部分。或讓代理伺服器把 /api/ 轉給伺服器，而不是回傳工作台的頁面。',
    ],
    'api-elsewhere': [
      '在 {api} 回應的（HTTP {status}）不是伺服器的 API，而是網頁、不完整的回應或其他內容。',
      'API 的網址有誤。請寫 data-api="{server}"，即伺服器的網址；或移除 data-api，效果相同。',
    ],
    'api-wrong-path': [
      '{api} 的 API 不認得個人資料的路徑：API 在另一個網址、版本不同，或基底路徑錯誤。',
      '請檢查 data-api：其後應直接是 /api/v1/user/profile。',
    ],
    'token-taken': ['伺服器接受權杖。'],
    'token-refused': [
      '{api} 的 API 拒絕權杖（401）：它已被撤銷、已過期，或由另一台伺服器簽發。',
      '請檢查 API、權杖端點的後端和工作台是否屬於同一台伺服器。否則就是有人在別處登出或登入，或管理員強制使用者登出：請重新登入。',
    ],
    'token-forbidden': [
      '伺服器認得權杖，但該使用者不能讀取個人資料（403）：沒有權限，或帳號被停用。',
      '如果工作台正常就不需處理。否則請在伺服器的管理後台給使用者客服角色，或啟用該帳號。',
    ],
    'token-lives': ['權杖的效期到 {end}。'],
    'token-opaque': [
      '權杖沒有說明何時到期，要到下次向伺服器檢查時才會發現。',
      '如果工作階段沒有意外結束就不需處理；否則請調低 check-interval。',
    ],
    'token-over': [
      '依權杖自身的記載，它已於 {end} 到期。現在是 {here}。',
      '請用 token 屬性交給一個新的權杖。最好寫明權杖端點（data-token-url）或設定 tokenProvider，讓元素自動取得下一個。',
    ],
    'token-over-here': [
      '依本機時鐘（{here}），權杖已於 {end} 到期，但伺服器仍接受它：本機時鐘偏快。',
      '請校正本機的時鐘。',
    ],
    'token-missing': [
      '元素沒有權杖，也沒有可詢問的來源。',
      '請設定 token-url（須由 script 標籤寫明）、tokenProvider 或屬性 token。設定 sign-in="console" 時會顯示工作台自己的登入表單。複製出來的元素沒有權杖：請重新整理頁面。',
    ],
    'token-malformed': [
      '所交給的不是權杖。',
      '請只交給 AccessToken 的文字：不含引號、「Bearer 」、「undefined」，也不要缺一部分。',
    ],
    'token-by-hand': ['使用者用工作台自己的表單登入，不需要權杖。'],
    'token-signed-out': ['使用者已登出，不再有權杖。'],
    'token-from-future': [
      '權杖的簽發時間是 {start}，依本機時鐘（{here}）尚未到來。',
      '請校正本機或伺服器的時鐘。',
    ],
    'token-no-renewal': [
      '權杖將於 {end} 到期，而沒有來源給出新的權杖：屆時使用者會登出。',
      '請寫明權杖端點或設定 tokenProvider，使權杖能夠更新。',
    ],
    'token-short': [
      '權杖的效期只有 {minutes} 分鐘：需要不斷更新，任何一次失敗都會讓使用者登出。',
      '請讓伺服器或端點給出一小時以上的權杖（maxAge），或調低 renew-before。',
    ],
    'clock-agrees': ['本頁面能讀到的時鐘一致。'],
    'clock-behind': [
      '本機的時鐘（{here}）比伺服器（不早於 {there}）慢，或伺服器的時鐘偏快。',
      '請用時間伺服器（NTP）校正兩者。',
    ],
    'clock-host': [
      '宿主網站的伺服器的時鐘（{there}）與本機（{here}）不同。',
      '請用時間伺服器（NTP）校正兩者，並讓伺服器在 Date 回應標頭中使用 GMT 時間。',
    ],
    'clock-unknown': ['在此只能讀到本機的時鐘。'],
    'source-gives': ['來源給出了權杖。'],
    'source-none': ['元素不詢問任何來源；權杖由外部交給，或不需要權杖。'],
    'source-not-asked': ['尚未詢問來源。', '元素在頁面上、靠近可見範圍並且可見，且設定可用時才會詢問。'],
    'source-there': ['權杖端點有回應。它是否給出權杖，要到詢問時才知道。'],
    'source-signed-out': [
      '宿主網站的回應（{source}）表示沒有人在宿主網站登入，或不給該使用者權杖。尚未詢問伺服器。',
      '請在宿主頁面登入後重新整理。如果已經登入，則是端點看不到工作階段：請檢查 Cookie 能否送達（path、SameSite，其他來源須用 token-credentials="include"），端點能否正確讀取所有 Cookie，以及 authorize() 是否認得該使用者。網路面板中的回應內容可能寫有代碼，例如 account-disabled。',
    ],
    'source-redirects': [
      '權杖端點發生重新導向，多半是轉到登入頁：{source}',
      '請在宿主頁面登入後重新整理。如果已經登入，代表網址已變更（轉到 https，或結尾的斜線）：請在 data-token-url 寫明最終網址，因為不會跟隨重新導向。沒有人登入時，端點應回傳 401。',
    ],
    'source-page': [
      '權杖端點回傳的是 HTML 頁面而不是 JSON：{source}。它是登入頁，或應用程式對未知路徑回傳的首頁。',
      '請在宿主頁面登入後重新整理。如果無效，代表 data-token-url 的網址錯誤，或端點的路由排在萬用路由之後：它必須對 POST 回傳 JSON。',
    ],
    'source-maybe-page': [
      '查詢權杖端點時只得到網頁或找不到：{source}。它仍可能回應 POST。',
      '請試一下：curl -i -X POST -H "content-type: application/json" -d "{}" 加上網址，應回傳 JSON。',
    ],
    'source-not-json': [
      '來源回傳的不是 JSON：{source}',
      '請回傳 { "accessToken": "…" } 和 content-type: application/json。',
    ],
    'source-no-token': [
      '來源有回應，但其中沒有可用的權杖：{source}',
      '請回傳 { "accessToken": "…" }，其中只有權杖的文字。tokenProvider 必須回傳該文字，而不是回應物件。',
    ],
    'source-old-token': [
      '來源給出的權杖已經到期。',
      '當 reason 為 "renew" 或 "rejected" 時，端點應重新登入；並請校正時鐘。',
    ],
    'source-slow': ['來源沒有及時回應：{source}', '請檢查端點的記錄：它可能在等待伺服器。'],
    'source-fails': [
      '權杖端點失敗：{source}',
      '請檢視宿主網站的記錄和網路面板中的回應內容。本程式庫端點的 502、503 和 504 表示它連不到伺服器：請檢查其 api 選項和執行環境的網路。帶有代碼 seat-limit 的 503 表示伺服器的客服席次已滿。',
    ],
    'source-wrong-address': [
      '權杖端點的網址沒有處理 POST 的端點，或它拒絕這個請求：{source}',
      '請檢查 data-token-url 的網址。端點接受帶 JSON 的 POST；415 可能來自防偽造請求的篩選器，本程式庫端點的 409 表示該帳號需要雙重驗證。',
    ],
    'source-refused': [
      '伺服器拒絕了該使用者的登入：{code}。',
      'docs/troubleshooting.zh-CN.md 中有該錯誤代碼的處理方法。',
    ],
    'source-unreachable': [
      '本頁面沒有得到權杖端點的回應：{source}',
      '請開啟網路面板：網址錯誤、伺服器停止、擴充功能封鎖，或頁面政策的 connect-src。',
    ],
    'source-foreign': [
      '權杖端點屬於另一來源，其回應沒有到達本頁面：多半是 CORS 的問題。{source}',
      '端點必須對 OPTIONS 回傳 204，並傳送：\nAccess-Control-Allow-Origin: {origin}\nAccess-Control-Allow-Credentials: true\nAccess-Control-Allow-Headers: content-type, x-bytedesk-embed\ncreateTokenHandler 會對 allowedOrigins 這樣做。',
    ],
    'source-provider-failed': [
      'tokenProvider 擲回例外，或其 Promise 被拒絕。',
      '請在開發人員工具的主控台中手動執行它，並檢視其錯誤。',
    ],
    'source-other-desk': [
      '伺服器接連拒絕了此來源給出的兩個新權杖。',
      'API 與權杖來源屬於不同的伺服器（測試環境與正式環境？）。請讓 data-api 與端點的 api 選項一致。',
    ],
    'bridge-ready': ['通訊協定版本為 {version} 的橋接指令碼已回應，並允許 {origin}。'],
    'bridge-not-needed': ['不需要橋接指令碼。'],
    'bridge-awaited': ['橋接指令碼尚未回應。', '請在框架載入後再試。'],
    'bridge-missing': [
      '工作台的頁面中沒有橋接指令碼回應。',
      '1. 最可能：頁面沒有橋接指令碼，或其 data-allow 中沒有本頁面或外層的某個頁面。請把它放在工作台 <head> 的最前面：\n<script src="…/bytedesk-bridge.js" data-allow="{hosts}"></script>\n2. 伺服器拒絕被嵌入（開發人員工具的主控台中有「frame-ancestors」或「X-Frame-Options」）。它不應傳送 X-Frame-Options，而應傳送：\nContent-Security-Policy: frame-ancestors \'self\' {hosts}\n3. 工作台的 Service Worker 仍在提供舊頁面：請清除伺服器的網站資料。\n4. 頁面沒有載入：請在分頁中開啟 {console}。',
    ],
    'bridge-incompatible': [
      '橋接指令碼的通訊協定版本不是 {version}。',
      '請使用與本程式庫同一版本的 bytedesk-bridge.js。',
    ],
    'frame-none': ['登入按鈕沒有框架。'],
    'frame-console': [
      '框架中的工作台已載入，並且有使用者登入。如果它仍是空的或收不到新訊息，代表它自己的請求失敗：請重新整理頁面，並檢查其 config.json。',
    ],
    'frame-bridge': ['框架中的橋接指令碼已回應。'],
    'frame-loaded': [
      '框架中載入了內容，但不是已有使用者登入的工作台，本頁面看不到是什麼。',
      '1. 最可能：伺服器拒絕被嵌入（灰色或白色方框，且開發人員工具的主控台中有「frame-ancestors」或「X-Frame-Options」）。對 {console} 下的頁面，它不應傳送 X-Frame-Options，而應傳送：\nContent-Security-Policy: frame-ancestors \'self\' {hosts}\n2. 登入表單：工作台忽略或拒絕了權杖，或儲存的登入已過期。請試用 entry="login"，檢查權杖，並清除伺服器的網站資料。\n3. 一片空白且沒有這些字樣：工作台的指令碼被封鎖或仍在載入，它不能使用儲存空間，或它自己的 API 沒有回應。請看網路面板。\n4. 其他內容：伺服器或瀏覽器自己的錯誤頁，或不是工作台的頁面。請在分頁中開啟 {console}。\n5. 管理後台從不說明已登入。如果它顯示出來，則一切正常。',
    ],
    'frame-loading': ['工作台正在載入。', '請等待，或檢視權杖來源。'],
    'frame-idle': ['元素在等待，沒有請求任何內容。', '請看權杖、在頁面上的位置和權杖來源。'],
    'frame-bridging': ['工作台正在載入，或在等待橋接指令碼。', '請看橋接指令碼。'],
    'frame-late': [
      '工作台沒有及時載入：伺服器緩慢或停止，或其頁面的某個檔案卡住。',
      '請在分頁中開啟工作台的網址。如果同樣緩慢，請修復伺服器（永遠載入不到的第三方指令碼也會卡住頁面）。否則請調高 timeout。',
    ],
    'frame-refused': ['框架被本頁面自身的政策或隔離拒絕。', '請看頁面政策與框架，以及跨來源隔離。'],
    'frame-conflict': [
      '工作台可能仍以另一個使用者登入中。',
      '請登出該使用者（面板上有按鈕），或重新整理頁面。delivery="bridge" 時不會發生。',
    ],
    'frame-expired': ['工作階段已結束。', '請重新登入。如果一再結束，請看權杖、權杖來源和時鐘。'],
    'frame-signed-out': [
      '有人登出：在本頁面、工作台、另一個分頁，或由管理員操作。',
      '請重新登入；最近的事件會說明是哪一種。',
    ],
    'framing-none': ['沒有嵌入任何內容。'],
    'framing-allowed': [
      '伺服器允許本頁面嵌入它。是否允許任何頁面嵌入，在此看不到；若允許，別人就能讀到訪客的訊息。',
      "請讓伺服器傳送：\nContent-Security-Policy: frame-ancestors 'self' {hosts}",
    ],
    'framing-unknown': [
      '伺服器是否允許本頁面嵌入它，在此看不到：頁面不能讀取其回應標頭。',
      "請在終端機執行 curl -sI {console}。其中不應有 X-Frame-Options。如果有 frame-ancestors，則應為：\nContent-Security-Policy: frame-ancestors 'self' {hosts}",
    ],
    'place-seen': ['元素有尺寸且可見。'],
    'place-no-size': [
      '元素沒有尺寸：{size}。使它隱藏的是：{hider}',
      '請移除該宣告，開啟未開啟的頁籤，或給元素一個高度（height="600px"）。',
    ],
    'place-lazy': [
      '由於 loading="lazy"，元素會等到靠近可見範圍時才開始。',
      '請捲動到它，或移除 loading="lazy"。',
    ],
    'place-other-window': ['元素位於本網站的另一個視窗或框架中。'],
    'language-known': ['文字使用所指定的語言。'],
    'language-unknown': [
      '沒有語言「{tag}」的文字，將使用英文。',
      '請使用 zh-CN 這樣的語言標籤，或用 registerTerms() 新增翻譯。',
    ],
    'events-none': ['此工作階段中尚未發生任何事件。'],
    'events-good': ['{count} 個事件，沒有錯誤。'],
    'events-error': ['最近的錯誤是 {code}。', 'docs/troubleshooting.zh-CN.md 中有該錯誤代碼的處理方法。'],
    'events-ends': [
      '工作階段在本頁面上已結束 {count} 次。',
      '請比較下方事件中的原因。「rejected probe」：API 與權杖屬於不同的伺服器，或有閘道回應。「revoked」：有人在別處登出或登入。「expired clock」：權杖的效期太短，或時鐘有誤。',
    ],
  },
  words: {
    docs: 'troubleshooting.zh-CN.md',
    title: 'bytedesk-embed 診斷',
    ok: '正常',
    warning: '警告',
    fault: '錯誤',
    unknown: '未知',
    remedy: '處理方法',
    first: '先看這裡',
    nothing: '從這裡沒有發現問題。',
    page: '頁面',
    events: '最近的事件',
    details: '詳細資料',
    copy: '複製報告',
    copied: '已複製',
    copyByHand: '瀏覽器沒有複製。報告已選取：請按 Ctrl+C（Mac 請按 ⌘C）。',
    asking: '正在檢查…',
    failed: '無法產生報告。',
  },
};

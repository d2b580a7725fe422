# What a page asks for, and what its buttons say.

title-unlock = アカウントのロックを解除
title-email-send = メールで確認
title-okta-verify-code = Okta Verify のコードを入力
title-tac = 一時アクセスコードを入力
title-set-up = { $name } を設定
title-check-email = メールを確認してください
title-check-messages = SMS を確認してください
title-okta-verify-email = メールで Okta Verify を設定
title-okta-verify-sms = SMS で Okta Verify を設定
title-okta-verify-channel = Okta Verify をどの方法で設定しますか
title-set-up-phone = 電話を設定
title-set-up-question = 秘密の質問を設定
title-set-up-security-key = セキュリティキー、指紋、顔認証を設定
title-password-expiring-today = パスワードの有効期限は今日までです
title-password-expiring-soon = パスワードの有効期限が近づいています
title-sign-up = アカウントを作成
title-profile = プロフィールを入力
title-was-it-you = 今サインインしようとしましたか
title-stay = サインインしたままにしますか
title-device-code = デバイスを有効にする
title-device-activated = デバイスが有効になりました
title-device-not-activated = デバイスは有効になりませんでした
title-safe-mode = 今は設定できません
title-activation-expired = 有効化リンクの期限が切れています
title-activation-invalid = 有効化リンクは使えなくなりました
title-suspended = アカウントは一時停止中です
title-activation-sent = 新しい有効化リンクを依頼しました
title-identity = { $name } で本人確認
title-email-link = このメールのリンクは使えません
title-go-back = 完了：元の画面に戻ってください
title-your-code = 確認コード
title-unlocked = アカウントのロックが解除されました
title-not-verified = 本人であることを確認できませんでした
title-other-tab = 別のタブで続いています
title-refused = サインインは拒否されました
title-password-changed = パスワードが変更されました
title-no-reset = ここではパスワードを再設定できません
title-no-unlock = ここではロックを解除できません
title-timed-out = 時間切れになりました
title-no-registration = アカウントを作成できませんでした
title-maintenance = サインインサービスはメンテナンス中です
title-biometrics = 指紋または顔認証が必要です
title-enroll-device = まずこのデバイスを登録してください
switch-verify = 別の方法で確認
switch-set-up = 別のサインイン方法を設定
switch-channel = 別の方法で設定
form-name = { $name }
form-choose = 選択してください
form-have-account = アカウントをお持ちの場合はサインイン
form-forgot-pin = PIN をお忘れですか
form-later = 後で通知
form-send-email = メールを送信
form-send-message = SMS を送信
form-call = 電話を受ける
form-call-again = もう一度電話する
form-launch-nfc = NFC でサインイン
form-send-push = プッシュ通知を送信
form-send-push-again = プッシュ通知を再送信
form-send-link = 設定リンクを送信
form-send-activation = 有効化メールを依頼
form-go-to = { $name } へ移動
form-qr = スマートフォンのカメラで読み取る QR コード

# What stands above the fields.

lead-recover = ユーザー名を入力してください。本人確認の後、新しいパスワードを設定します。
lead-unlock = ユーザー名を入力し、本人確認の方法を選んでください。
lead-unlock-name = ユーザー名を入力してください。その後、本人確認を行います。
lead-unlock-choose = 本人確認の方法を選んでください。
lead-okta-verify = 組織は、このデバイスの Okta Verify でサインインすることを求めています。
lead-okta-verify-app = { $app } を開くには、このデバイスの Okta Verify でサインインすることが組織から求められています。
lead-profile = 組織に必要な情報を入力してください。
lead-poll = サインインサービスが混み合っています。自動的に再試行します。
lead-identity = { $name } で本人確認を行い、その後ここに戻ります。結果は { $name } から組織に共有されます。
lead-send-email = メールを送信できます。
lead-send-email-to = { $address } にメールを送信できます。
lead-send-code-to = { $address } にコードを送信できます。
lead-call-number = { $address } に電話をかけてコードをお伝えできます。
lead-reset-verify = パスワードを再設定する前に、本人確認を行ってください。
lead-set-up = アカウントを使えるのが本人だけであることを確かめるためのものです。
lead-stay = このデバイスでのサインインの回数が減ります。自分だけが使うデバイスでのみ選んでください。
lead-device-code = デバイスに表示されているコードを入力してください。
lead-granular = アプリに許可する内容を選んでください。
lead-granular-app = { $app } に許可する内容を選んでください。
lead-open-email-there = Okta Verify を設定するデバイスでメールを開いてください。
lead-open-message-there = Okta Verify を設定するデバイスで SMS を開いてください。
lead-phone-sms = 電話にコードを送信します。電話番号を入力してください。
lead-phone-call = 電話でコードをお伝えします。電話番号を入力してください。
lead-custom-password = このパスワードは別のサイトで変更します。
lead-email-sent-to = { $address } にメールを送信しました。
lead-email-sent = メールを送信しました。
lead-email-link-or-code = メール内のリンクを開くか、コードをここに入力してください。
lead-email-code = メールに記載されたコードをここに入力してください。
lead-code-sent-to = { $address } にコードを送信しました。通信料がかかる場合があります。
lead-code-sent = 電話にコードを送信しました。通信料がかかる場合があります。
lead-calling-number = { $address } に電話をかけてコードをお伝えします。通信料がかかる場合があります。
lead-calling = 電話をかけてコードをお伝えします。通信料がかかる場合があります。
lead-okta-verify-code = Okta Verify を開き、表示されたコードを入力してください。
lead-symantec = クレデンシャル ID と、アプリに続けて表示される 2 つのコードを入力してください。
lead-code-of = { $name } に表示されたコードを入力してください。
lead-elsewhere = { $name } に進み、その後ここに戻ります。
lead-elsewhere-set-up = { $name } で設定し、その後ここに戻ります。

# Setting up apps.

google-step-open = スマートフォンで Google Authenticator を開き、「+」を選びます。
google-step-scan = QR コードを読み取るか、その下のキーを入力します。
google-step-code = アプリに表示されたコードを入力します。
okta-verify-step-get = スマートフォンで App Store または Google Play から Okta Verify を入手します。
okta-verify-step-add = アプリを開き、手順に従ってアカウントを追加します。
okta-verify-step-scan = QR コードを求められたら、下のコードを読み取ります。
okta-verify-email-sent = { $address } にメールを送信しました。スマートフォンで開き、設定リンクに進んでください。
okta-verify-message-sent = { $address } に SMS を送信しました。スマートフォンで開き、設定リンクに進んでください。
okta-verify-here = このデバイスに Okta Verify が必要です。
okta-verify-step-get-here = アプリがまだない場合は、インストールします。
okta-verify-step-address = サインイン用アドレスを求められたら、下のアドレスを入力します。
okta-verify-get = Okta Verify を入手
okta-verify-open = Okta Verify を開く
nfc-instructions = このデバイスで Okta Verify を開き、NFC カードまたはキーを追加してください。その後ここに戻り、PIN を設定してください。
okta-verify-other = すでに Okta Verify があるデバイスからアカウントを追加できます。
okta-verify-step-other = そのデバイスで Okta Verify を開き、アカウントを選びます。
okta-verify-step-export = 別のデバイスへのアカウントのエクスポートを選びます。
okta-verify-step-follow = アプリに表示される手順に従います。
okta-verify-devices = Okta Verify があるデバイス
channel-qr = QR コードを読み取る
channel-email = 設定リンクをメールで受け取る
channel-sms = 設定リンクを SMS で受け取る
channel-here = このデバイスで設定
channel-other = 自分の別のデバイスから追加
device-enroll = サインインする前に、このデバイスを組織のデバイス管理に登録する必要があります。
device-enroll-with = サインインする前に、このデバイスを { $name } に登録する必要があります。
device-enroll-step-open = このデバイスで登録を開き、手順に従います。
device-enroll-step-address = アドレスを求められたら、下のアドレスを入力します。
device-enroll-step-back = その後、アプリをもう一度開きます。

# Fields.

label-email-or-username = メールアドレスまたはユーザー名
label-new-password = 新しいパスワード
label-yubikey = YubiKey のコード
label-pin = PIN
label-code-first = 1 つ目のコード
label-code-next = 次のコード
label-credential-id = クレデンシャル ID
label-answer = 回答
label-question = 質問を選ぶ
label-own-question = 質問を自分で作る
label-method = コードの受け取り方法
label-phone = 電話番号
label-country = 国
hint-phone = 「+」と国番号から入力してください（例：+81 3 1234 5678）。
label-sign-out-everywhere = 他のすべてのデバイスからサインアウト
label-auto-push = プッシュ通知を自動的に送信
label-activation-code = 有効化コード
label-shared-secret = 入力用キー：
label-number = アプリでこの番号を選んでください：
label-sign-in-address = サインイン用アドレス：
profile-first-name = 名
profile-last-name = 姓
profile-middle-name = ミドルネーム
profile-second-email = 予備のメールアドレス
profile-display-name = 表示名
profile-nickname = ニックネーム
profile-prefix = 敬称（名前の前）
profile-suffix = 敬称（名前の後）
profile-title = 役職
profile-url = プロフィールの URL
profile-mobile = 携帯電話
profile-street = 番地
profile-city = 市区町村
profile-state = 都道府県
profile-postal-code = 郵便番号
profile-country-code = 国コード
profile-postal-address = 住所
profile-language = 希望する言語
profile-locale = 言語と地域
profile-time-zone = タイムゾーン
profile-user-type = ユーザーの種類
profile-employee-number = 社員番号
profile-cost-center = コストセンター
profile-organization = 組織
profile-division = 事業部
profile-department = 部署
profile-manager-id = 上司の ID
profile-manager = 上司

# What apps ask for, and from where somebody asks.

consent-allow = アクセスを許可
consent-deny = 許可しない
consent-it-was-me = はい、私です
consent-not-me = いいえ、私ではありません
consent-scopes = アプリが求めている許可
consent-scopes-of = { $app } が求めている許可
consent-terms = 利用規約
consent-privacy = プライバシーポリシー
stay-yes = サインインしたままにする
stay-no = サインインしたままにしない
scope-openid = 本人であることの確認
scope-email = メールアドレスの表示
scope-profile = 名前などのプロフィールの表示
scope-phone = 電話番号の表示
scope-address = 住所の表示
scope-offline = 使用していない間もサインインを維持
scope-online = 使用している間のサインインを維持
scope-device = このデバイスの他のアプリへのサインイン
request-from = 依頼元
request-browser = ブラウザー：{ $name }
request-app = アプリ：{ $name }
request-browser-on = { $os } の { $browser }
code-for-sign-in = サインインしている画面で入力してください。
code-for-reset = パスワードを再設定している画面で入力してください。
code-for-unlock = ロックを解除している画面で入力してください。
code-for-sign-up = 登録している画面で入力してください。
code-not-asked = このコードに心当たりがない場合は、画面を閉じ、誰にも教えないでください。コードがなければ誰もアカウントに入れません。

# What a password needs.

password-needs = パスワードの条件
password-lowercase = 小文字を含む
password-uppercase = 大文字を含む
password-number = 数字を含む
password-symbol = 記号（! や # など）を含む
password-no-username = ユーザー名の一部を含まない
password-no-first-name = 名を含まない
password-no-last-name = 姓を含まない
password-three-kinds = 小文字、大文字、数字、記号のうち 3 種類を含む

# Security questions.

question-disliked-food = 子どもの頃、一番嫌いだった食べ物は何ですか
question-plush-toy = 初めてのぬいぐるみの名前は何ですか
question-award = 最初にもらったメダルや賞は何に対するものですか
question-question = 一番好きな秘密の質問は何ですか
question-toy = 子どもの頃、一番好きだったおもちゃは何ですか
question-game = 最初に遊んだコンピューターゲームは何ですか
question-quote = 一番好きな映画のせりふは何ですか
question-mascot = 最初に所属したスポーツチームのマスコットは何ですか
question-music = 最初に買ったアルバムや曲は何ですか
question-art = 一番好きな芸術作品は何ですか
question-dessert = 祖母が一番好きだったデザートは何ですか
question-cooked = 最初に作れるようになった料理は何ですか
question-job = 子どもの頃の夢の職業は何ですか
question-kiss = 初めてキスをした場所はどこですか
question-met = パートナーと出会った場所はどこですか
question-vacation = 一番楽しかった旅行の行き先はどこですか
question-new-year = 2000 年の大晦日はどこにいましたか
question-speaker = 一番好きな講演者は誰ですか
question-character = 一番好きな本や映画の登場人物は誰ですか
question-player = 一番好きなスポーツ選手は誰ですか
title-password-expiring = { $count ->
   *[other] パスワードの有効期限まであと { $number } 日です
}
password-length = { $count ->
   *[other] { $number } 文字以上
}
password-repeats = { $count ->
   *[other] 同じ文字の連続は { $number } 文字まで
}
password-history = { $count ->
   *[other] 直近 { $number } 回のパスワードと異なる
}
password-age-minutes = { $count ->
   *[other] 前回の変更から { $number } 分以上経過
}
password-age-hours = { $count ->
   *[other] 前回の変更から { $number } 時間以上経過
}
password-age-days = { $count ->
   *[other] 前回の変更から { $number } 日以上経過
}

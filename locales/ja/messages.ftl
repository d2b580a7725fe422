# What the sign-in service says about what was entered or done.

error-code-used = コードは 1 回しか使えません。新しいコードが表示されるのを待って入力してください。
error-code-late = コードの有効時間が過ぎています。新しいコードを待って入力してください。
error-token-wait = トークンに次のコードが表示されるのを待って入力してください。
error-answer = 回答が正しくありません。確認してもう一度お試しください。
error-verify-failed = 本人確認ができませんでした。もう一度試すか、別の方法を選んでください。
error-enroll-failed = 設定できませんでした。もう一度試すか、別の方法を選んでください。
error-duo-failed = Duo でサインインを確認できませんでした。もう一度お試しください。
error-duo-timeout = Duo から時間内に応答がありませんでした。もう一度お試しください。
error-security-key = セキュリティキー、指紋、顔を確認できませんでした。もう一度試すか、別の方法を選んでください。
error-security-key-canceled = 時間切れになったか、取り消されました。もう一度お試しください。
error-card = このスマートカードを確認できませんでした。別の証明書でもう一度試すか、別の方法を選んでください。
error-card-none = 証明書が選択されていません。証明書を選んで、もう一度お試しください。
error-enroll-help-desk = ご自身では設定できません。IT ヘルプデスクにお問い合わせください。
error-pin = PIN が正しくありません。もう一度お試しください。
message-nfc-sign-in = NFC デバイスの設定を完了するには、別の方法でサインインしてください。
error-method-unavailable = この方法ではサインインできません。別の方法を選ぶか、IT ヘルプデスクにお問い合わせください。
message-push-rejected = スマートフォンでサインインが拒否されました。心当たりがない場合は、IT ヘルプデスクに連絡してください。
message-push-expired = 通知の有効期限が切れました。もう一度送信してください。
error-phone = 電話番号が正しくありません。「+」と国番号から始まっているか確認してください。
error-phone-country = この国の電話番号は使えません。別の番号を使うか、IT ヘルプデスクにお問い合わせください。
error-no-phone = 確認済みの電話番号がありません。別の方法を選んでください。
error-sms-wait = SMS を送信したばかりです。30 秒待ってから再度依頼してください。
error-call-wait = 電話をかけたばかりです。30 秒待ってから再度依頼してください。
error-sms-limit = SMS の依頼が多すぎます。後で試すか、別の方法を選んでください。
error-call-limit = 電話の依頼が多すぎます。後で試すか、別の方法を選んでください。
error-tags = 「<」と「>」は使わないでください。

# Apps on phones and computers.

error-biometrics = 組織は指紋または顔認証を求めています。{ $name } を更新し、アカウントの指紋または顔認証を有効にして、もう一度お試しください。
error-biometrics-app = 組織は指紋または顔認証を求めています。アプリを更新し、アカウントの指紋または顔認証を有効にして、もう一度お試しください。
error-biometrics-windows = 組織は Windows Hello を求めています。Okta Verify を更新し、アカウントの Windows Hello を有効にして、もう一度お試しください。
error-biometrics-enroll = 組織は指紋または顔認証を求めています。対応するデバイスを使い、アプリに求められたら有効にしてください。
error-okta-verify-old = Okta Verify のバージョンが古すぎます。更新してからもう一度お試しください。
error-okta-verify-old-enroll = この Okta Verify のバージョンは組織の要件を満たしていません。更新してからもう一度お試しください。
error-okta-verify-device = このデバイスは Okta Verify に関する組織の要件を満たしていません。別のデバイスを使うか、IT ヘルプデスクにお問い合わせください。
error-device-invalid = デバイスまたはアカウントが無効になりました。心当たりがない場合は、IT ヘルプデスクにお問い合わせください。
error-device-invalid-enroll = デバイスまたはアカウントが無効になりました。Okta Verify でアカウントを設定し直してから、もう一度お試しください。

# Passwords.

error-password-common = よく使われている、推測されやすいパスワードです。別のものにしてください。
error-password-match = 2 つのパスワードが一致しません。
error-password-weak = パスワードが条件を満たしていません。一覧を確認して別のものにしてください。
message-password-expiring = 期限が切れると、{ $name } にサインインする前にパスワードの変更が必要になります。
message-password-expiring-generic = 期限が切れると、変更するまでサインインできません。
message-recovered = ユーザー名と新しいパスワードでサインインしてください。
message-password-updated = ただし、サインインできませんでした。新しいパスワードでもう一度お試しください。
error-reset-failed = パスワードを再設定できませんでした。もう一度試すか、IT ヘルプデスクにお問い合わせください。
error-reset-not-allowed = 現在、ご自身ではパスワードを再設定できません。IT ヘルプデスクにお問い合わせください。
error-change-not-allowed = ここではパスワードを変更できません。IT ヘルプデスクにお問い合わせください。
error-reset-activating = アカウントの有効化中のため、まだパスワードを再設定できません。IT ヘルプデスクにお問い合わせください。
error-reset-link = パスワード再設定用のリンクは使えなくなりました。サインイン画面で新しいリンクを依頼してください。
error-reset-link-help-desk = パスワード再設定用のリンクは使えなくなりました。IT ヘルプデスクに新しいリンクを依頼してください。
error-link-used = このリンクは期限切れか、すでに使用されています。

# Accounts.

error-locked = アカウントがロックされています。IT ヘルプデスクにお問い合わせください。
error-locked-attempts = 試行回数が多すぎたため、アカウントがロックされています。しばらく待つか、IT ヘルプデスクにお問い合わせください。
error-unlock-not-allowed = 現在、ご自身ではロックを解除できません。IT ヘルプデスクにお問い合わせください。
error-unlock-failed = アカウントのロックを解除できませんでした。IT ヘルプデスクにお問い合わせください。
message-unlocked = ユーザー名とパスワードでサインインしてください。
message-unlocked-verify = アカウントのロックが解除されました。続けるには、もう一度本人確認を行ってください。
error-feature-off = この機能は組織で有効になっていません。
error-registration-off = 現在、ここではアカウントを作成できません。
error-registration = アカウントを作成できませんでした。もう一度お試しください。
error-request = 処理できませんでした。後でもう一度お試しください。
error-registration-taken = この値のアカウントがすでにあります：{ $field }
error-registration-email = 完全なメールアドレスを入力してください：{ $field }
error-registration-pattern = 組織が求める形式になっていません：{ $field }
error-email = name@example.com のような完全なメールアドレスを入力してください。
error-email-unregistered = 案内のメールを受け取ったメールアドレスを入力してください。
error-account-exists = このユーザー名のアカウントがすでにあります。サインインするか、別の名前にしてください。
error-activating = アカウントを有効化しています。数分後にもう一度お試しください。
error-already-active = アカウントはすでに有効です。サインインしてください。
error-account-state = 現在、お使いのアカウントではこの操作はできません。IT ヘルプデスクにお問い合わせください。
error-mastered = アカウントのこの部分は別のシステムで管理されているため、ここでは変更できません。IT ヘルプデスクにお問い合わせください。
message-verify-again = このアプリでは、もう一度本人確認が必要です。
error-activation-expired = 有効化メールのリンクは使えなくなりました。
error-activation-invalid = アカウントがすでに有効か、アドレスが不完全な可能性があります。サインインできない場合は、IT ヘルプデスクにお問い合わせください。
error-suspended = 現在、このアカウントではサインインできません。IT ヘルプデスクにお問い合わせください。
message-activation-sent = 登録が確認できれば、まもなく新しい有効化リンクがメールで届きます。
message-check-email = 完了するには、送信したメールを開いてください。
idx-unsatisfiable-help-desk = 設定済みの方法ではサインインできません。IT ヘルプデスクにお問い合わせください。

# Links of emails, other tabs and devices.

message-link-expired = リンクの期限が切れています。依頼した画面に戻り、再送信してください。
message-link-stale = より新しいメールがあります。そのリンクを開くか、依頼した画面に戻ってください。
message-link-failed = リンクを使えませんでした。依頼した画面に戻ってください。
message-go-back = 最初に操作していたタブまたはアプリに戻ってください。この画面は閉じてかまいません。
message-refused = サインインは拒否されました。この画面は閉じてかまいません。
message-refused-elsewhere = 別のデバイスでサインインが拒否されました。心当たりがない場合は、IT ヘルプデスクに連絡してください。
message-device-activated = デバイスで操作を続けてください。この画面は閉じてかまいません。
message-device-refused = アクセスが許可されなかったため、デバイスは有効になりませんでした。
message-device-failed = サインインサービス側で問題が発生しました。デバイスで新しいコードを表示して、もう一度お試しください。
error-provider = そちらでのサインインに失敗しました。もう一度試すか、IT ヘルプデスクにお問い合わせください。
message-safe-mode = サインインサービスのメンテナンス中のため、現在は設定できません。後でもう一度お試しください。

# The service, devices and fields.

error-reload = この操作はもうできません。ページを再読み込みしてください。
error-slow = サインインサービスから時間内に応答がありませんでした。ページを再読み込みしてください。
message-waiting = デバイスからの応答を待っています。
error-clock = デバイスの時計がずれているようです。合わせてからもう一度お試しください。
error-system-old = デバイスの OS が古すぎます。更新してからもう一度お試しください。
error-field = 正しくない値です。確認してください。
error-field-short = 短すぎます。
error-field-long = 長すぎます。
error-validation = 入力された内容の一部が受け付けられませんでした。確認して、もう一度お試しください。
error-address = https://example.com のような完全な URL を入力してください。
error-answer-short = { $count ->
   *[other] 回答は { $number } 文字以上にしてください。
}

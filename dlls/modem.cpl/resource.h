/*
 * Phone and modem options: numbers of resources, which the tests know.
 *
 * Copyright 2026 the Wine Telephony authors
 *
 * This library is free software; you can redistribute it and/or
 * modify it under the terms of the GNU Lesser General Public
 * License as published by the Free Software Foundation; either
 * version 2.1 of the License, or (at your option) any later version.
 *
 * This library is distributed in the hope that it will be useful,
 * but WITHOUT ANY WARRANTY; without even the implied warranty of
 * MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the GNU
 * Lesser General Public License for more details.
 *
 * You should have received a copy of the GNU Lesser General Public
 * License along with this library; if not, write to the Free Software
 * Foundation, Inc., 51 Franklin St, Fifth Floor, Boston, MA 02110-1301, USA
 */

#ifndef MODEM_CPL_RESOURCE_H
#define MODEM_CPL_RESOURCE_H

#define IDI_MODEM               1

#define IDD_MODEMS              100
#define IDD_PROVIDERS           101
#define IDD_ADD_MODEM           102
#define IDD_ADD_PROVIDER        103
#define IDD_PROPERTIES_GENERAL  110
#define IDD_PROPERTIES_MODEM    111
#define IDD_PROPERTIES_QUERY    112
#define IDD_PROPERTIES_ADVANCED 113

#define IDC_LIST                200
#define IDC_ADD                 201
#define IDC_REMOVE              202
#define IDC_PROPERTIES          203
#define IDC_CONFIGURE           204
#define IDC_TYPE                205
#define IDC_NAME                206
#define IDC_PORT                207
#define IDC_DETECT              208
#define IDC_DETECTED            209
#define IDC_DEVICE_ICON         210
#define IDC_MODEL               211

#define IDC_DEVICE_NAME         220
#define IDC_DEVICE_TYPE         221
#define IDC_MANUFACTURER        222
#define IDC_LOCATION            223
#define IDC_STATUS              224
#define IDC_VOLUME              225
#define IDC_VOLUME_LOW          226
#define IDC_VOLUME_HIGH         227
#define IDC_SPEED               228
#define IDC_WAIT_DIALTONE       229
#define IDC_INFORMATION         230
#define IDC_ANSWERS             231
#define IDC_QUERY               232
#define IDC_QUERY_STATUS        233
#define IDC_LOG                 234
#define IDC_VIEW_LOG            235
#define IDC_USER_INIT           236
#define IDC_PREFERENCES         237
#define IDC_NOTE                238
#define IDC_APPEND              239

/* strings */
#define IDS_APPLET_NAME         300
#define IDS_APPLET_INFO         301
#define IDS_OPTIONS_TITLE       302
#define IDS_PROPERTIES_TITLE    303
#define IDS_COLUMN_MODEM        304
#define IDS_COLUMN_PORT         305
#define IDS_NO_PORT             306
#define IDS_ASK_REMOVE_MODEM    307
#define IDS_CANNOT_REMOVE_MODEM 308
#define IDS_MODEM_GONE          309
#define IDS_CANNOT_STORE        310
#define IDS_NO_NAME             311
#define IDS_LONG_NAME           312
#define IDS_NAME_TAKEN          313
#define IDS_BAD_PORT            314
#define IDS_CANNOT_ADD_MODEM    315
#define IDS_NO_COM              316
#define IDS_PORT_TAKEN          317

#define IDS_TYPE_MODEMS         320
#define IDS_UNKNOWN             321
#define IDS_LOCATION            322
#define IDS_LOCATION_HOST       323
#define IDS_STATUS_WORKS        324
#define IDS_STATUS_NO_PORT      325
#define IDS_STATUS_NO_LINE      326
#define IDS_STATUS_NO_SERVICE   327
#define IDS_STATUS_LONG_NAME    328

#define IDS_COLUMN_FIELD        330
#define IDS_COLUMN_VALUE        331
#define IDS_FIELD               332     /* and following: hardware id, manufacturer, model, driver, port */
#define IDS_COLUMN_COMMAND      340
#define IDS_COLUMN_ANSWER       341
#define IDS_QUERY               342
#define IDS_QUERY_STOP          343
#define IDS_QUERY_RUNNING       344
#define IDS_QUERY_DONE          345
#define IDS_QUERY_STOPPED       346
#define IDS_QUERY_SILENT        347
#define IDS_QUERY_IN_USE        348
#define IDS_QUERY_NO_PORT       349
#define IDS_QUERY_GARBAGE       350
#define IDS_QUERY_FAILED        351
#define IDS_ANSWER              352     /* and following: OK, not known, no answer, unfinished, garbage */
#define IDS_NO_LOG              360
#define IDS_CANNOT_SHOW_LOG     361
#define IDS_DETECTING           362
#define IDS_DETECTED            363
#define IDS_NO_MODEL            364

#define IDS_NO_LINE             370
#define IDS_NO_SERVICE          371
#define IDS_LINE_ERROR          372

#define IDS_ASK_REMOVE_PROVIDER 380
#define IDS_CANNOT_ADD_PROVIDER 381
#define IDS_CANNOT_REMOVE_PROVIDER 382
#define IDS_CANNOT_CONFIGURE    383
#define IDS_NO_PROVIDER_LIST    384
#define IDS_NO_RULES            385

#endif
